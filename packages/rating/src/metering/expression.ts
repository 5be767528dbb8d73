import { Decimal, type RoundingMode } from '@billport/core';
import type jsep from 'jsep';
import { expressionError, parseSyntax } from './expression-syntax.ts';
import { type MeteredEvent, textProperty } from './metered-event.ts';

/** The event that an expression is computed from: a {@link MeteredEvent} with its metric's code. */
export interface ExpressionEvent extends Pick<MeteredEvent, 'timestamp' | 'properties'> {
  readonly code: string;
}

/** A metric's expression, read once for many events. */
export interface Expression {
  /**
   * The value for an event, as text: what the event's property is set to.
   * @throws BillingError `invalid_input` when a property is missing or not a number where one is
   *   needed, on division by zero, and when the number has more digits than a property may have.
   */
  evaluate(event: ExpressionEvent): string;
}

/** A part of an expression. Where it cannot be a number, it has only the text. */
interface Node {
  readonly number?: (event: ExpressionEvent) => Decimal;
  readonly text: (event: ExpressionEvent) => string;
}

type NumberNode = Required<Node>;

/** Digits that a division keeps behind the point. */
const DIVISION_DIGITS = 40;
/** Digits that a rounding may ask for, either way. */
const MAX_ROUNDING_DIGITS = 400;

const numberNode = (number: (event: ExpressionEvent) => Decimal): NumberNode => ({
  number,
  text: (event) => number(event).toString(),
});

function divide(left: Decimal, right: Decimal): Decimal {
  if (right.isZero()) throw expressionError('division by zero.');
  return left.dividedBy(right, DIVISION_DIGITS);
}

const OPERATORS: Readonly<Record<string, (left: Decimal, right: Decimal) => Decimal>> = {
  '+': (left, right) => left.plus(right),
  '-': (left, right) => left.minus(right),
  '*': (left, right) => left.times(right),
  '/': divide,
};

const ROUNDINGS: Readonly<Record<string, RoundingMode>> = {
  round: 'half_up',
  ceil: 'ceil',
  floor: 'floor',
};

const CHOICES: Readonly<Record<string, (one: Decimal, other: Decimal) => Decimal>> = {
  least: Decimal.min,
  greatest: Decimal.max,
};

/** @throws BillingError `invalid_input` where the part is text. */
function asNumber(node: Node): NumberNode {
  if (node.number === undefined) {
    throw expressionError('text stands where a number is needed: only concat takes text.');
  }
  return node as NumberNode;
}

function property(name: string): NumberNode {
  const text = (event: ExpressionEvent): string => {
    const value = textProperty(event, name);
    if (value === undefined) {
      throw expressionError(`event.properties.${name} is not in the event: send it.`);
    }
    return value;
  };
  const number = (event: ExpressionEvent): Decimal => {
    const value = text(event);
    if (!Decimal.isDecimal(value)) {
      throw expressionError(
        `event.properties.${name} is not a number: send plain digits with an optional point.`,
      );
    }
    return Decimal.parse(value);
  };
  return { number, text };
}

/** The names of `event.code`, `event.properties.NAME`: refuses any other path. */
function pathOf(node: jsep.CoreExpression): string[] {
  if (node.type === 'Identifier') return [node.name];
  if (node.type !== 'MemberExpression' || node.computed || node.optional) {
    throw expressionError('write event.code, event.timestamp or event.properties.NAME.');
  }
  const name = node.property as jsep.CoreExpression;
  if (name.type !== 'Identifier') throw expressionError('a name is missing after the point.');
  return [...pathOf(node.object as jsep.CoreExpression), name.name];
}

function variable(node: jsep.CoreExpression): Node {
  const path = pathOf(node);
  const [root, field, name] = path;
  if (root === 'event') {
    if (path.length === 2 && field === 'code') return { text: (event) => event.code };
    if (path.length === 2 && field === 'timestamp') {
      return numberNode((event) => Decimal.fromScaled(BigInt(event.timestamp), 3));
    }
    const named = name !== undefined && /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
    if (path.length === 3 && field === 'properties' && named) return property(name);
  }
  throw expressionError(
    `${path.join('.')} is unknown: write event.code, event.timestamp or event.properties.NAME.`,
  );
}

function literal({ value, raw }: jsep.Literal): Node {
  if (typeof value === 'string' && raw.startsWith("'") && !raw.slice(1, -1).includes("'")) {
    const text = raw.slice(1, -1);
    return { text: () => text };
  }
  if (typeof value !== 'number' || !Decimal.isDecimal(raw)) {
    throw expressionError(
      `${raw} is not a value: write numbers as digits with an optional point, and text in single quotes.`,
    );
  }
  const number = Decimal.parse(raw);
  return numberNode(() => number);
}

function digitsOf(node: NumberNode, event: ExpressionEvent): number {
  const digits = Number(node.number(event).round(0, 'down').toString());
  if (Math.abs(digits) > MAX_ROUNDING_DIGITS) {
    throw expressionError(`rounding to ${digits} digits: at most ${MAX_ROUNDING_DIGITS}.`);
  }
  return digits;
}

function rounding(name: string, mode: RoundingMode, operands: readonly Node[]): Node {
  const [value, digits] = operands.map(asNumber);
  if (value === undefined || operands.length > 2) {
    throw expressionError(`${name} takes a number and, if you like, how many digits to keep.`);
  }
  return numberNode((event) =>
    value.number(event).round(digits === undefined ? 0 : digitsOf(digits, event), mode),
  );
}

/** Function names are written lower case, UPPER CASE or Capitalised, as in Lago. */
function functionName(node: jsep.CoreExpression): string {
  const name = node.type === 'Identifier' ? node.name : '';
  const lower = name.toLowerCase();
  const capital = lower.slice(0, 1).toUpperCase() + lower.slice(1);
  return [lower, capital, lower.toUpperCase()].includes(name) ? lower : name;
}

function call(node: jsep.CallExpression): Node {
  const name = functionName(node.callee as jsep.CoreExpression);
  const operands = node.arguments.map((operand) => compile(operand as jsep.CoreExpression));
  const mode = Object.hasOwn(ROUNDINGS, name) ? ROUNDINGS[name] : undefined;
  if (mode !== undefined) return rounding(name, mode, operands);
  if (operands.length === 0) throw expressionError(`${name} has nothing between its parentheses.`);
  if (name === 'concat') {
    return { text: (event) => operands.map((operand) => operand.text(event)).join('') };
  }
  const choose = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
  if (choose !== undefined) {
    const numbers = operands.map(asNumber);
    return numberNode((event) => numbers.map((operand) => operand.number(event)).reduce(choose));
  }
  throw expressionError(
    `the function ${name} is unknown: use round, ceil, floor, concat, least or greatest.`,
  );
}

function binary(node: jsep.BinaryExpression): Node {
  const operator = Object.hasOwn(OPERATORS, node.operator) ? OPERATORS[node.operator] : undefined;
  if (operator === undefined) {
    throw expressionError(`the operator ${node.operator} is unknown: use + - * or /.`);
  }
  const left = asNumber(compile(node.left as jsep.CoreExpression));
  const right = asNumber(compile(node.right as jsep.CoreExpression));
  return numberNode((event) => operator(left.number(event), right.number(event)));
}

function negation(node: jsep.UnaryExpression): Node {
  if (node.operator !== '-') {
    throw expressionError(`the operator ${node.operator} is unknown: use + - * or /.`);
  }
  const operand = asNumber(compile(node.argument as jsep.CoreExpression));
  return numberNode((event) => operand.number(event).negated());
}

function compile(node: jsep.CoreExpression): Node {
  switch (node.type) {
    case 'Literal':
      return literal(node);
    case 'Identifier':
    case 'MemberExpression':
      return variable(node);
    case 'CallExpression':
      return call(node);
    case 'BinaryExpression':
      return binary(node);
    case 'UnaryExpression':
      return negation(node);
    default:
      throw expressionError(
        'write one value: event.properties.NAME, a number or a text, joined by + - * / or in a function.',
      );
  }
}

/**
 * Reads a metric's expression (`facts/lago.md`, metrics). The grammar is Lago's and no more:
 * `event.code`, `event.timestamp` (epoch seconds), `event.properties.NAME`, decimal numbers,
 * `'text'`, `+ - * /` with parentheses and a leading minus, and the functions `round`, `ceil`,
 * `floor` (each with an optional number of digits), `concat`, `least` and `greatest`.
 *
 * Numbers are exact decimals; a division keeps 40 digits behind the point and drops trailing
 * zeros. Text that is written like a number is one where a number is needed.
 * @throws BillingError `invalid_input` naming `expression` for anything outside the grammar.
 */
export function parseExpression(source: string): Expression {
  const root = compile(parseSyntax(source));
  return {
    evaluate: (event) => {
      const text = root.text(event);
      if (root.number !== undefined && /^-?\d+(\.\d+)?$/.test(text) && !Decimal.isDecimal(text)) {
        throw expressionError('the result has more digits than a property may have: round it.');
      }
      return text;
    },
  };
}
