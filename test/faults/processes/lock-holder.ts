/** Takes the write lock of a file and keeps it until its input ends. Argument: the file. */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const connection = new DatabaseSync(process.argv[2] ?? '', { timeout: 5_000 });
connection.exec('BEGIN IMMEDIATE');
writeSync(1, 'locked\n');
process.stdin.on('end', () => {
  connection.exec('ROLLBACK');
  connection.close();
});
process.stdin.resume();
