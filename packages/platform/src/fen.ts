import { BigIntType } from '@mikro-orm/core';

/** Whole fen in a 64-bit column, a plain number in code: 90 trillion yuan still fit exactly. */
export class FenType extends BigIntType<'number'> {
  constructor() {
    super('number');
  }
}
