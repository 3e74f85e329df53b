declare module 'oidc-provider' {
  /** Only what the simulator uses of it. */
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): import('node:http').RequestListener;
  }
}
