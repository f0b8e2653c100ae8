/** Run by hand once for an account: `TWILIO_ACCOUNT_SID=… TWILIO_AUTH_TOKEN=… node server/src/outside/twilio/register.ts` */
import twilio from 'twilio';
import { registerTemplates, templatesSetting } from './templates-account.ts';

const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = process.env;
if (!accountSid || !authToken) {
  console.error('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  process.exit(1);
}
const registered = await registerTemplates(twilio(accountSid, authToken));
for (const { name, language, approval, made } of registered)
  console.error(`${name} ${language}: ${approval}${made ? ', just handed in' : ''}`);
console.log(`TWILIO_TEMPLATES=${templatesSetting(registered)}`);
