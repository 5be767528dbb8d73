import {
  type CreateMessageRequestParams,
  type ElicitRequestFormParams,
  type InputRequests,
  inputRequired,
} from '@modelcontextprotocol/server';

/** A form with one field. */
export function askFor(
  message: string,
  field: string,
  type: 'string' | 'boolean',
): InputRequests[string] {
  const properties = { [field]: { type } };
  const requestedSchema = { type: 'object', properties, required: [field] };
  return inputRequired.elicit({
    message,
    requestedSchema: requestedSchema as ElicitRequestFormParams['requestedSchema'],
  });
}

/** A question to the model of the client. */
export function askModel(prompt: string): InputRequests[string] {
  const messages: CreateMessageRequestParams['messages'] = [
    { role: 'user', content: { type: 'text', text: prompt } },
  ];
  return inputRequired.createMessage({ messages, maxTokens: 100 });
}
