/** A refusal as the API words it: `{error: {message, type, code, param}}` under an HTTP status. */
export type OpenAiError = {
  status: number;
  message: string;
  type: string;
  code: string | null;
  param: string | null;
  headers?: Record<string, string>;
};

export function badRequest(message: string, param: string | null): OpenAiError {
  return { status: 400, message, type: 'invalid_request_error', code: null, param };
}

export const wrongKey: OpenAiError = {
  status: 401,
  message: 'Incorrect API key provided.',
  type: 'invalid_request_error',
  code: 'invalid_api_key',
  param: null,
};

export function errorBody({ message, type, code, param }: OpenAiError) {
  return { error: { message, type, code, param } };
}
