import type { z } from 'zod';

/**
 * A schema that is built when it is first used. Building all schemas of the contract takes
 * longer than loading zod; a program that uses one port builds that port's only.
 */
export function lazy<Schema extends z.ZodType>(build: () => Schema): Schema {
  let schema: Schema | undefined;
  const built = (): Schema => {
    schema ??= build();
    return schema;
  };
  return new Proxy({} as Schema, {
    get: (_, property) => Reflect.get(built(), property),
    set: (_, property, value) => Reflect.set(built(), property, value),
    has: (_, property) => Reflect.has(built(), property),
    ownKeys: () => Reflect.ownKeys(built()),
    getPrototypeOf: () => Reflect.getPrototypeOf(built()),
    getOwnPropertyDescriptor: (_, property) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(built(), property);
      // A proxy may only report configurable properties that its own target does not have.
      return descriptor && { ...descriptor, configurable: true };
    },
  });
}
