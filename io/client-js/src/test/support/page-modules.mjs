// Lets node load the page's modules from where they lie: the server gives out the client beside them, under client/.

import { register } from 'node:module';

const CLIENT = new URL('../../main/js/', import.meta.url).href;

const hooks = `
  export async function resolve(specifier, context, next) {
    const at = specifier.lastIndexOf('../client/');
    return at < 0 || !context.parentURL?.includes('/META-INF/resources/')
      ? next(specifier, context) : next(${JSON.stringify(CLIENT)} + specifier.slice(at + 10), context);
  }`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);

/** A module of the demo page, by its path there. */
export const pageModule = (path) => import(
  new URL(`../../../../../tools/server/src/main/resources/META-INF/resources/${path}`, import.meta.url).href);
