export { pushToDos, startPusher } from './push-to-dos.ts';
export { closeToDo, openToDo, type ToDo } from './to-do.ts';
