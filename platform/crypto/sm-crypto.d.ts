/** The one function of sm-crypto that we use; the package brings no types. Keys and signatures are hexadecimal. */
declare module 'sm-crypto' {
  type Options = { hash: true; der: true; userId: string };
  const smCrypto: {
    sm2: {
      doVerifySignature: (message: number[], signature: string, publicKey: string, options: Options) => boolean;
    };
  };
  export default smCrypto;
}
