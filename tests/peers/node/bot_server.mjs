// The Bot API server of telegram-test-api, with one customer: takes a command a line, answers a line each.
import { createInterface } from 'node:readline';
import telegram from 'telegram-test-api';

const [port, token] = process.argv.slice(2);
const Server = telegram.default ?? telegram;
const server = new Server({ port: Number(port), host: '127.0.0.1' });
await server.start();
const customer = server.getClient(token, { userId: 500_100, chatId: 500_100, firstName: 'Luz', timeout: 5_000 });
const tell = it => process.stdout.write(`${JSON.stringify(it)}\n`);
tell({ ready: server.config.apiURL });
for await (const line of createInterface({ input: process.stdin })) {
  const { says } = JSON.parse(line);
  if (says) await customer.sendMessage(customer.makeMessage(says));
  tell({ sent: server.storage.botMessages.filter(it => it.botToken === token).map(it => it.message) });
}
await server.stop();
process.exit(0);
