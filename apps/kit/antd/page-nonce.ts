/** 页面的 nonce: only styles that carry it are let in by our content security policy. The server puts a fresh one into every page. */
export const pageNonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

/** antd passes the nonce on to its styles, but not to the two by which a dialog keeps the page from scrolling. */
export function giveStylesTheNonce(): void {
  const create = document.createElement.bind(document) as (
    name: string,
    options?: ElementCreationOptions,
  ) => HTMLElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = pageNonce;
    return element;
  }) as typeof document.createElement;
}
