declare module 'oidc-provider' {
  /** Only what the simulator uses of it. */
  const Provider: new (
    issuer: string,
    configuration: Record<string, unknown>,
  ) => { callback: () => import('node:http').RequestListener };
  export default Provider;
}
