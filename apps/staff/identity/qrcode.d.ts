declare module 'qrcode' {
  /** A square of `size` × `size` modules, row by row; 1 is dark. */
  export function create(text: string): { modules: { size: number; data: Uint8Array } };
}
