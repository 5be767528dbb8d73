import {
  acceptedContent,
  type InputRequests,
  inputRequired,
  MissingRequiredClientCapabilityError,
} from '@modelcontextprotocol/server';
import { askFor, askModel } from './questions.ts';
import { text } from './samples.ts';
import { capabilitiesOf, type ScenarioCall, type ScenarioTools } from './scenario-tool.ts';
import { roundOf, sealState } from './sealed-state.ts';

const responsesOf = ({ context }: ScenarioCall) => context.mcpReq.inputResponses;

const answered = (call: ScenarioCall, key: string) => responsesOf(call)?.[key] !== undefined;

const QUESTIONS: InputRequests = {
  user_name: askFor('What is your name?', 'name', 'string'),
  greeting: askModel('Generate a greeting'),
  client_roots: inputRequired.listRoots(),
};

/** Asks one question, and is done when it is answered. */
const asksOnce =
  (key: string, question: InputRequests[string]): ScenarioTools[string]['call'] =>
  (call) =>
    answered(call, key)
      ? { content: [text(`Answered: ${JSON.stringify(responsesOf(call)?.[key])}`)] }
      : inputRequired({ inputRequests: { [key]: question } });

/** Asks with a state, and is done when both come back as they were sent. */
const asksWithState =
  (inputRequests: InputRequests): ScenarioTools[string]['call'] =>
  async (call) => {
    const round = await roundOf(call);
    const isAnswered = Object.keys(inputRequests).every((key) => answered(call, key));
    if (round === 1 && isAnswered) return { content: [text('state-ok')] };
    return inputRequired({ inputRequests, requestState: await sealState(1, call) });
  };

const ROUNDS = [
  { key: 'step1', question: askFor('Step 1: What is your name?', 'name', 'string') },
  { key: 'step2', question: askFor('Step 2: What is your favorite color?', 'color', 'string') },
] as const;

/** Tools that ask the client something before they are done. */
export const QUESTION_TOOLS: ScenarioTools = {
  test_input_required_result_elicitation: {
    description: 'Asks for a name.',
    call: (call) => {
      const name = acceptedContent(responsesOf(call), 'user_name')?.name;
      if (typeof name === 'string') return { content: [text(`Hello, ${name}!`)] };
      return inputRequired({ inputRequests: { user_name: QUESTIONS.user_name as never } });
    },
  },
  test_input_required_result_sampling: {
    description: 'Asks the model of the client.',
    call: asksOnce('capital_question', askModel('What is the capital of France?')),
  },
  test_input_required_result_list_roots: {
    description: 'Asks for the roots of the client.',
    call: asksOnce('client_roots', inputRequired.listRoots()),
  },
  test_input_required_result_request_state: {
    description: 'Asks with a state.',
    call: asksWithState({ confirm: askFor('Please confirm', 'ok', 'boolean') }),
  },
  test_input_required_result_tampered_state: {
    description: 'Asks with a state, and refuses one that was changed.',
    call: asksWithState({ confirm: askFor('Please confirm', 'ok', 'boolean') }),
  },
  test_input_required_result_multiple_inputs: {
    description: 'Asks three things at once.',
    call: asksWithState(QUESTIONS),
  },
  test_input_required_result_multi_round: {
    description: 'Asks one thing after another.',
    call: async (call) => {
      const round = await roundOf(call);
      const before = ROUNDS[round - 1];
      const isAnswered = before === undefined || answered(call, before.key);
      const next = isAnswered ? round : round - 1;
      const step = ROUNDS[next];
      if (step === undefined) return { content: [text('All rounds are done.')] };
      return inputRequired({
        inputRequests: { [step.key]: step.question },
        requestState: await sealState(next + 1, call),
      });
    },
  },
  test_input_required_result_capabilities: {
    description: 'Asks only what the client can answer.',
    call: (call) => {
      const { elicitation, sampling, roots } = capabilitiesOf(call);
      const able = { user_name: elicitation, greeting: sampling, client_roots: roots };
      const inputRequests = Object.fromEntries(
        Object.entries(QUESTIONS).filter(([key]) => able[key as keyof typeof able] !== undefined),
      );
      if (Object.keys(inputRequests).length > 0) return inputRequired({ inputRequests });
      return { content: [text('The client can be asked nothing.')] };
    },
  },
  test_streaming_elicitation: {
    description: 'Asks for a name, over a stream.',
    call: asksOnce('user_name', QUESTIONS.user_name as InputRequests[string]),
  },
  test_missing_capability: {
    description: 'Cannot do without a client that samples.',
    call: (call) => {
      if (capabilitiesOf(call).sampling !== undefined) return { content: [text('It samples.')] };
      throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
    },
  },
};
