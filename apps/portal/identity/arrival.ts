/** 登录票据: the identity service sends people back to this page with it. */
export function hasArrived(): boolean {
  return new URLSearchParams(window.location.search).has('ticketId');
}

/** Takes it out of the address before anything else, so that nobody finds it there. */
export function takeArrival(): string | undefined {
  const ticket = new URLSearchParams(window.location.search).get('ticketId');
  if (ticket === null) return undefined;
  window.history.replaceState(null, '', `${window.location.pathname}#own`);
  return ticket;
}
