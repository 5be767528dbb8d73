import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import {
  Currency,
  Instant,
  InstantIn,
  Key,
  Metadata,
  Money,
  Name,
  PositiveDecimal,
  ProviderRef,
  pageRequest,
  SignedDecimal,
} from './scalars.ts';
import { z } from './zod.ts';

const walletId = () => z.string().min(1).max(255).describe('Id of the wallet.');

/** Names one wallet. */
export const WalletRef = lazy(() => z.strictObject({ walletId: walletId() }));
export type WalletRef = z.infer<typeof WalletRef>;

const appliesTo = () =>
  z
    .strictObject({
      feeTypes: z
        .array(z.enum(['subscription', 'charge', 'commitment']))
        .min(1)
        .optional()
        .describe('Kinds of fees that it may pay.'),
      metrics: z.array(Key).min(1).optional().describe('Metrics whose fees it may pay.'),
    })
    .describe('What it may pay: a fee of either list. Absent: everything.');

const priority = () =>
  z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('1 is used first, 50 (when absent) last; equal ones by age.');

const walletSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The wallet's id."),
    customerKey: Key.describe('The customer.'),
    code: Key.optional().describe("The caller's own code."),
    name: Name.optional().describe('Name for people.'),
    status: z
      .enum(['active', 'terminated', 'unknown'])
      .describe('A terminated one has lost the rest.'),
    currency: Currency.describe('Currency of the invoices that it pays.'),
    creditValue: PositiveDecimal.describe('Money that one credit is worth; major units.'),
    balance: Money.describe('What is left, as money.'),
    creditBalance: SignedDecimal.describe('What is left, as credits.'),
    consumed: Money.describe('What invoices have used, as money.'),
    priority: z.int().describe('1 is used first, 50 last.'),
    appliesTo: appliesTo().optional(),
    expiresAt: Instant.optional().describe('When the rest is lost; UTC.'),
    terminatedAt: Instant.optional().describe('When it ended; UTC.'),
    metadata: Metadata.optional().describe("The caller's own data."),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** Prepaid credits of a customer, used before money is asked for. */
export interface Wallet extends z.infer<typeof walletSchema> {}
export const Wallet: z.ZodType<Wallet, Wallet> = walletSchema;

/** A new wallet, empty until credits are added. */
export const CreateWalletInput = lazy(() =>
  z.strictObject({
    customerKey: Key.describe('The customer; must exist.'),
    code: Key.optional().describe("The caller's own code, unique among the customer's wallets."),
    name: Name.optional().describe('Name for people.'),
    currency: Currency.describe('Currency of the invoices that it pays.'),
    creditValue: PositiveDecimal.optional().describe(
      'Money that one credit is worth; major units; 1 when absent.',
    ),
    priority: priority(),
    appliesTo: appliesTo().optional(),
    expiresAt: InstantIn.optional().describe('When the rest is lost; in the future.'),
    metadata: Metadata.optional().describe("The caller's own data."),
  }),
);
export type CreateWalletInput = z.infer<typeof CreateWalletInput>;

const UpdateWalletInput = lazy(() =>
  z.strictObject({
    walletId: walletId(),
    name: Name.nullable().optional().describe('Name for people; null clears it.'),
    priority: priority(),
    appliesTo: appliesTo().nullable().optional().describe('Replaced as a whole; null: everything.'),
    expiresAt: InstantIn.nullable().optional().describe('When the rest is lost; null: never.'),
    metadata: Metadata.nullable().optional().describe('Replaced as a whole; null clears it.'),
  }),
);
export type UpdateWalletInput = z.infer<typeof UpdateWalletInput>;

const creditTransactionSchema = lazy(() =>
  z.strictObject({
    id: z.string().describe("The transaction's id."),
    walletId: walletId(),
    direction: z.enum(['in', 'out']).describe('Whether credits came or went.'),
    kind: z
      .enum(['granted', 'purchased', 'invoiced', 'voided', 'expired', 'unknown'])
      .describe('granted: given; purchased: bought; invoiced: used; expired: lost at the end.'),
    status: z
      .enum(['pending', 'settled', 'failed', 'unknown'])
      .describe('pending: bought and not paid yet; it does not count until then.'),
    credits: PositiveDecimal.describe('How many credits.'),
    amount: Money.describe('Their worth as money.'),
    invoiceId: z
      .string()
      .optional()
      .describe('The invoice that used them, or that asks for their price.'),
    name: Name.optional().describe('Name for people.'),
    metadata: Metadata.optional().describe("The caller's own data."),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    settledAt: Instant.optional().describe('When it counted; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** A movement of credits. */
export interface CreditTransaction extends z.infer<typeof creditTransactionSchema> {}
export const CreditTransaction: z.ZodType<CreditTransaction, CreditTransaction> =
  creditTransactionSchema;

const AddCreditsInput = lazy(() =>
  z.strictObject({
    walletId: walletId(),
    kind: z
      .enum(['granted', 'purchased'])
      .describe(
        'granted: at once and free; purchased: an invoice asks for the price, they count once it is paid.',
      ),
    credits: PositiveDecimal.describe(
      'How many credits. Bought ones are cut to whole minor units of their price.',
    ),
    name: Name.optional().describe('Name for people.'),
    metadata: Metadata.optional().describe("The caller's own data."),
  }),
);
export type AddCreditsInput = z.infer<typeof AddCreditsInput>;

export const credits = port('credits', {
  createWallet: write({
    summary: 'Create an empty wallet for prepaid credits.',
    repeat: 'keyed',
    input: CreateWalletInput,
    output: Wallet,
  }),
  getWallet: read({ summary: 'Get a wallet by id.', input: WalletRef, output: Wallet }),
  listWallets: readPage({
    summary: 'List wallets, newest first.',
    input: lazy(() =>
      z.strictObject({
        customerKey: Key.optional().describe('Only those of this customer.'),
        status: z.enum(['active', 'terminated']).optional().describe('Only these.'),
        ...pageRequest(),
      }),
    ),
    output: Wallet,
  }),
  updateWallet: write({
    summary: 'Change a wallet. Its currency and the worth of a credit are fixed.',
    repeat: 'safe',
    input: UpdateWalletInput,
    output: Wallet,
  }),
  terminateWallet: destructive({
    summary: 'End a wallet. What is left in it is lost.',
    repeat: 'safe',
    money: true,
    input: WalletRef,
    output: Wallet,
  }),
  add: write({
    summary: 'Add credits to a wallet: granted at once, or purchased by an invoice.',
    repeat: 'keyed',
    money: true,
    input: AddCreditsInput,
    output: CreditTransaction,
  }),
  void: destructive({
    summary: 'Take credits out of a wallet for good.',
    repeat: 'keyed',
    money: true,
    input: lazy(() =>
      z.strictObject({
        walletId: walletId(),
        credits: PositiveDecimal.describe('How many credits; at most what is left.'),
      }),
    ),
    output: CreditTransaction,
  }),
  listTransactions: readPage({
    summary: 'List the movements of a wallet, newest first.',
    input: lazy(() =>
      z.strictObject({
        walletId: walletId(),
        status: z.enum(['pending', 'settled', 'failed']).optional().describe('Only these.'),
        ...pageRequest(),
      }),
    ),
    output: CreditTransaction,
  }),
});
