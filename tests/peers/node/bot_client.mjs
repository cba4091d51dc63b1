// A bot made with grammY, whose Bot API server is another one: says what it meets, a line each, and does what it is told.
import { createInterface } from 'node:readline';
import { Bot, GrammyError, InlineKeyboard, InputFile } from 'grammy';

const [apiRoot, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
const tell = it => process.stdout.write(`${JSON.stringify(it)}\n`);
bot.on('message:text', async ctx => {
  const keyboard = new InlineKeyboard().text('Sí', 'y').text('No', 'n');
  const sent = await ctx.reply(`Recibido: ${ctx.message.text}`, { reply_markup: keyboard });
  tell({ heard: ctx.message.text, from: ctx.from.first_name, answered: sent.message_id });
});
bot.on('edited_message:text', ctx => tell({ edited: ctx.editedMessage.text }));
bot.on('message:photo', async ctx => tell({ photo: (await ctx.getFile()).file_path }));
bot.on('message_reaction', ctx => tell({ reaction: ctx.reactions().emojiAdded }));
bot.on('callback_query:data', async ctx => {
  await ctx.answerCallbackQuery();
  tell({ pressed: ctx.callbackQuery.data });
});
bot.catch(({ error }) => tell({ trouble: String(error) }));
bot.start({
  allowed_updates: ['message', 'edited_message', 'callback_query', 'message_reaction'],
  onStart: me => tell({ me: me.username }),
}).catch(error => tell({ trouble: String(error) }));
for await (const line of createInterface({ input: process.stdin })) {
  const { photo, text, chat } = JSON.parse(line);
  try {
    const sent = photo
      ? await bot.api.sendPhoto(chat, new InputFile(Buffer.from(photo, 'base64'), 'foto.png'), { caption: 'así' })
      : await bot.api.sendMessage(chat, text);
    tell({ sent: sent.message_id });
  } catch (error) {
    tell({ refused: error instanceof GrammyError ? [error.error_code, error.description] : String(error) });
  }
}
process.exit(0);
