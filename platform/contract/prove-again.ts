/** The refusal of a dangerous act whose caller has not proved lately who he is: the browser asks him and repeats the act. */
export const PROVE_AGAIN = 'identity.prove-again';
