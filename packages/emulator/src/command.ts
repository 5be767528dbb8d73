import { Command } from 'commander';
import { lagoCommand } from './command/lago-command.ts';
import { paigoCommand } from './command/paigo-command.ts';

/**
 * The command `billport-emulator`.
 * @param version What `--version` prints.
 */
export function emulatorCommand(version: string): Command {
  return new Command('billport-emulator')
    .description("Local servers that speak billing platforms' wire protocols, for tests.")
    .version(version)
    .addCommand(lagoCommand())
    .addCommand(paigoCommand());
}
