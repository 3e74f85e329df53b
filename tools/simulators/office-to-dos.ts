import { randomUUID } from 'node:crypto';
import type { Told } from './simulator.ts';

type ToDo = { taskUuid: string; subject: string; assigneeId: string; url: string; isFinished: boolean };
type Wish = { failNext?: number; loseNext?: number };

/**
 * 待办 of the simulator: the same bizTaskId is the same to-do. `failNext` calls are refused; of `loseNext` the work is done and the
 * answer lost. Asked with neither, it tells what it has and how often it was called.
 */
export function openToDos() {
  const byId = new Map<string, ToDo>();
  let calls = 0;
  let failing = 0;
  let losing = 0;

  const answer = (data: unknown): Told => {
    calls += 1;
    if (losing > 0) {
      losing -= 1;
      return { status: 502, json: { message: 'Bad Gateway' } };
    }
    return { json: { success: true, content: { success: true, data } } };
  };
  const isDown = () => {
    if (failing === 0) return false;
    failing -= 1;
    return true;
  };

  return {
    told: ({ failNext, loseNext }: Wish): Told => {
      failing = failNext ?? failing;
      losing = loseNext ?? losing;
      return { json: { calls, toDos: [...byId.values()] } };
    },
    create: ({ bizTaskId = '', subject = '', assigneeId = '', url = '' }: Record<string, string>): Told => {
      if (isDown()) return { status: 503, json: { message: 'Service Unavailable' } };
      const known = byId.get(bizTaskId) ?? { taskUuid: randomUUID(), subject, assigneeId, url, isFinished: false };
      byId.set(bizTaskId, known);
      return answer({ taskUuid: known.taskUuid });
    },
    finish: ({ taskUuid = '' }: Record<string, string>): Told => {
      if (isDown()) return { status: 503, json: { message: 'Service Unavailable' } };
      const known = [...byId.values()].find((one) => one.taskUuid === taskUuid);
      if (known) known.isFinished = true;
      return answer({});
    },
  };
}
