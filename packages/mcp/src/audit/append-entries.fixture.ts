/** Run as a process of its own: appends `count` entries of `principal` to the audit log `file`. */
import { systemClock } from '@billport/core';
import { AuditLog } from './audit-log.ts';

const [file = '', principal = '', count = '0'] = process.argv.slice(2);
const log = AuditLog.open(file, systemClock);
for (let made = 0; made < Number(count); made++) {
  await log.append({
    principal,
    tool: 'add_credits',
    arguments: '0'.repeat(64),
    targets: [],
    decision: 'proceed',
    confirmation: 'policy',
    result: 'ok',
  });
  process.stdout.write('.');
}
log.close();
