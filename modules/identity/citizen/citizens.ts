import { registerCitizenRoutes } from './citizen-routes.ts';
import { citizenBlind } from './citizen-secrets.ts';
import { whichCitizen } from './which-citizen.ts';

/** 公民用户 for the server and for modules that act for them: their routes, who is signed in, by which blind index a document names one. */
export const citizens = { register: registerCitizenRoutes, which: whichCitizen, blindOf: citizenBlind };
