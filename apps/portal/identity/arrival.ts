/** 登录票据 with which the identity service sends people back to this page, and the state that went along with them. */
export type Arrival = { ticket: string; state?: string };

export function hasArrived(): boolean {
  return new URLSearchParams(window.location.search).has('ticketId');
}

/** Takes it out of the address before anything else, so that nobody finds it there. */
export function takeArrival(): Arrival | undefined {
  const query = new URLSearchParams(window.location.search);
  const ticket = query.get('ticketId');
  if (ticket === null) return undefined;
  window.history.replaceState(null, '', `${window.location.pathname}#own`);
  const state = query.get('redirectUrl');
  return state === null ? { ticket } : { ticket, state };
}
