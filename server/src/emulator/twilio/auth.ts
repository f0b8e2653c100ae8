import type { NextFunction, Request, Response } from 'express';
import type { Core } from './core.ts';
import { errorBody, type TwilioError, twilioError } from './errors.ts';

export function refuse(response: Response, error: TwilioError): void {
  response.status(error.status).json(errorBody(error));
}

/** HTTP Basic with the account's sid and token; nothing else opens this door, so no real token works here. */
export function basicAuth(core: Core) {
  const { accountSid, authToken } = core.settings;
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const [user, ...rest] = Buffer.from(given, 'base64').toString('utf8').split(':');
    if (user === accountSid && rest.join(':') === authToken) return next();
    response.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    const what =
      given === '' ? 'Authenticate' : user === accountSid ? 'Authenticate' : 'Authentication Error - invalid username';
    refuse(response, twilioError(401, 20003, what));
  };
}
