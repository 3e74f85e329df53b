import { syncByClock, syncByOwner } from './sync/sync-by-owner.ts';
import { whomToTell } from './whom-to-tell.ts';

/** 办公平台: its directory taken up without a screen, and by which employee code it knows an account. */
export const office = { syncDirectory: syncByOwner, syncByClock, whomToTell };
