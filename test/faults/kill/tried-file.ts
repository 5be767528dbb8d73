import { rmSync } from 'node:fs';
import { manualClock, toEpochMs } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { eventViolations } from '../checks/event-violations.ts';
import { FinalInvoices } from '../checks/final-invoices.ts';
import { pictureViolations } from '../checks/picture-violations.ts';
import { usageViolations } from '../checks/usage-violations.ts';
import type { EventInput } from '../workload/batch.ts';
import { START } from '../workload/catalogue.ts';
import { allEvents, allInvoices, picture } from '../workload/picture.ts';
import { runStep, stepAt } from '../workload/steps.ts';
import { type Death, type End, runAndKill } from './killed-process.ts';

/** A file on which one process after another is killed, and all that they were answered. */
export class TriedFile {
  readonly #file: string;
  readonly #finals = new FinalInvoices();
  readonly #answered: EventInput[] = [];
  #nextStep = 0;
  /** Whether the next step was begun and not answered. */
  #broken = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Events whose recording was answered, and final invoices that were seen. */
  get figures(): { events: number; invoices: number } {
    return { events: this.#answered.length, invoices: this.#finals.count };
  }

  /** Lets a process go on with the workload and kills it; answers what it was doing. */
  async kill(end: End): Promise<string> {
    const firstStep = this.#nextStep;
    const again = this.#broken;
    const death = await runAndKill({
      file: this.#file,
      firstStep,
      instant: this.#now(),
      end,
    });
    this.#note(death, again ? firstStep : undefined);
    return death.during;
  }

  #note(death: Death, repeated: number | undefined): void {
    for (const { step, recorded, duplicates } of death.batches) {
      const events = stepAt(step).events ?? [];
      const whole = [recorded, duplicates].includes(events.length);
      if (!whole || recorded + duplicates !== events.length) {
        throw new Error(`Step ${step}: ${recorded} recorded and ${duplicates} duplicates`);
      }
      if (duplicates > 0 && step !== repeated) {
        throw new Error(`Step ${step} was recorded before it was run`);
      }
      this.#answered.push(...events);
    }
    // A process that dies while it opens the file leaves the step as it was.
    this.#broken = death.broken || (this.#broken && death.nextStep === this.#nextStep);
    this.#nextStep = death.nextStep;
  }

  /** What a clock on the wall would show: it does not go back to before what was begun. */
  #now(): string {
    return this.#broken ? stepAt(this.#nextStep).at : this.#answeredUntil();
  }

  /** The moment up to which an advance was answered. */
  #answeredUntil(): string {
    return this.#nextStep === 0 ? START : stepAt(this.#nextStep - 1).at;
  }

  #open(): EmbeddedBilling {
    return createEmbedded({ file: this.#file, clock: manualClock(this.#now()) });
  }

  /** Opens the file as the killed process left it; answers all that is wrong. */
  async violations(): Promise<string[]> {
    const billing = this.#open();
    try {
      const events = await allEvents(billing);
      const invoices = await allInvoices(billing);
      const until = {
        atLeast: toEpochMs(this.#answeredUntil()),
        atMost: toEpochMs(this.#now()),
      };
      const broken = this.#broken ? (stepAt(this.#nextStep).events ?? []) : [];
      return [
        ...billing.audit(),
        ...eventViolations(events, this.#answered, broken),
        ...this.#finals.violations(invoices),
        ...(this.#isPrepared() ? usageViolations(invoices, events, until) : []),
      ];
    } finally {
      await billing.close();
    }
  }

  #isPrepared(): boolean {
    return stepAt(this.#nextStep).kind !== 'prepare';
  }

  /** Finishes what was broken off, and compares the file with one that was never killed. */
  async finish(): Promise<string[]> {
    if (!this.#isPrepared()) return this.#remove();
    const steps = this.#nextStep + (this.#broken ? 1 : 0);
    const killed = this.#open();
    const whole = createEmbedded({ clock: manualClock(START) });
    try {
      if (this.#broken) await runStep(killed, this.#nextStep);
      for (let step = 0; step < steps; step += 1) await runStep(whole, step);
      return [...killed.audit(), ...pictureViolations(await picture(killed), await picture(whole))];
    } finally {
      await whole.close();
      await killed.close();
      this.#remove();
    }
  }

  #remove(): [] {
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.#file}${end}`, { force: true });
    return [];
  }
}
