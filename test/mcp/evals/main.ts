/**
 * Plays all tasks and scores what the provider holds afterwards: with the scripts of a careful
 * agent, or with a model where `EVALS_API_KEY`, `EVALS_BASE_URL` and `EVALS_MODEL` are set. Ends with
 * 1 when a task failed.
 */
import { modelEndpoint } from './model/model-endpoint.ts';
import { modelPlayer } from './model/model-player.ts';
import { resultsTable } from './results-table.ts';
import { runGroups } from './run-groups.ts';
import { scripted } from './run-task.ts';
import { TASK_GROUPS } from './tasks/index.ts';

const endpoint = modelEndpoint(process.env);
console.log(endpoint === undefined ? 'scripted agent' : `model ${endpoint.model}`);
const player = endpoint === undefined ? scripted() : modelPlayer(endpoint);
const results = await runGroups(TASK_GROUPS, player);
console.log(resultsTable(results));
const hasFailed = results.some(({ scores }) => scores.some(({ problems }) => problems.length > 0));
process.exitCode = hasFailed ? 1 : 0;
