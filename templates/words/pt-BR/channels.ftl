channels-new = Conectar um canal
channels-new-text = Por onde os clientes escrevem para você?
channels-add-more = E-mail, WhatsApp, Telegram, chat no seu site ou um programa seu.
kind-email-about = Uma caixa de e-mail que você já tem. Bastam o endereço e a senha.
kind-whatsapp-about = Um número comercial do WhatsApp, pela conexão da própria Meta ou por um parceiro.
kind-telegram-about = Um bot seu. Leva dois minutos.
kind-webchat-about = Um chat para o seu site, ou em uma página própria.
kind-api-about = Um programa seu entrega as mensagens e recebe as respostas.
kind-steps = Como configurar
kind-fields = O que o Lobby precisa
api-step-1 = Dê um nome ao canal e conecte-o. O Lobby cria um segredo e o mostra uma única vez.
api-step-2 = Faça seu programa enviar o que os clientes escrevem ao endereço mostrado então, assinado com o segredo (Standard Webhooks).
api-step-3 = Para receber as respostas, diga para onde o Lobby as envia: um endereço do seu programa, assinado do mesmo jeito.
channel-field-api-callback-url = Para onde vão as respostas
channel-field-api-callback-url-hint = Um endereço https do seu programa. Sem ele, não dá para responder aos clientes por aqui.
channel-field-api-secret = Segredo
channel-field-api-secret-hint = Vazio: o Lobby cria um. O seu precisa começar com whsec_.
channel-secret-once = Copie agora
channel-secret-once-text = Ele só aparece desta vez. O Lobby o guarda lacrado e não mostra de novo.
channel-connect = Conectar
channel-connected = O canal está conectado.
channel-settings = Como se chega até ele
channel-more = Mais configurações
channel-hook = Endereço das chamadas (webhook)
channel-hook-text = O outro lado chama este endereço quando um cliente escreve.
channel-waiting = Esperando a primeira chamada
channel-waiting-text = Escreva ao canal como um cliente escreveria. Esta página mostra assim que chegar.
channel-first-came = A primeira chamada chegou.
channel-no-calls = Nenhuma chamada chegou ainda.
channel-retire-call-text = O Lobby deixa de aceitar chamadas e esquece os segredos. As conversas ficam.
channel-silent = Nada chegou desde { $time }. Normalmente algo chega antes disso.
channel-silent-mail = Envie um e-mail para ele. Se nada chegar, veja se os e-mails ainda caem nesta caixa.
channel-silent-chat = Abra o chat no seu site e escreva. Se ele não aparecer, veja se a linha dele ainda está nas páginas.
channel-silent-notice = Nada chegou por { $name } há { $span }. Normalmente algo chega antes disso.
channel-silent-look = Ver
health-silent = Em silêncio
health-last-message = Última mensagem recebida
calls-all = Todas as chamadas
page-first = Mais recentes
channel-silent-text = Escreva para ele como um cliente escreveria. Se nada chegar, veja no provedor se ele ainda chama este endereço.
health-last-call = Última chamada recebida
health-last-answer = Última resposta enviada
calls-title = Últimas chamadas
calls-about = O que chegou, se veio do provedor e o que foi feito dele.
calls-size = Tamanho
calls-raw = Como chegou
calls-replay = Ler de novo
calls-replayed = Está sendo lida de novo. O que já teve efeito não tem uma segunda vez.
calls-events = { $n ->
        [1] um evento
       *[other] { $n } eventos
    }
calls-known = { $n ->
        [1] um deles já conhecido
       *[other] { $n } deles já conhecidos
    }
calls-tries = { $n ->
        [1] uma tentativa falhou
       *[other] { $n } tentativas falharam
    }
verdict-kept = Guardada, ainda não lida
verdict-done = Recebida
verdict-parked = Separada
verdict-refused = Recusada
hook-not-called = Este canal não recebe chamadas.
hook-unsigned = Falta a assinatura.
hook-wrong-signature = A assinatura está errada: confira o segredo dos dois lados.
hook-stale = Foi assinada há tempo demais, ou por um relógio errado.
hook-no-secret = O segredo usado para conferir não está definido.
parked-malformed = Não está no formato combinado.
check-callback = Para onde vão as respostas
check-set-up = Configurando
check-nothing = Não há nada para testar daqui: espere a primeira chamada.
error-url = Isto não é um endereço da web.
error-secret-form = Um segredo começa com whsec_ e contém de 24 a 64 bytes em base64.
error-channel-taken = Outro canal já usa este.
error-not-there = Esta pessoa não é conhecida nesse canal.
window_closed = O cliente não escreve há algum tempo, então o canal não aceita resposta livre agora.
reach-retired = não está mais em uso
reach-down = não funciona agora
reach-no-address = não há como chegar até a pessoa por aí
reach-closed = não aceita resposta livre desde { $time }
reach-never-wrote = não aceita resposta livre: a pessoa nunca escreveu por aí
media-fetching = está sendo baixado
media-gone = O provedor não o tem mais.
media-later = Ainda não pôde ser baixado. O Lobby tenta de novo.
media-too-large = É maior do que o Lobby aceita.
media-again = Tentar de novo
content-text = Texto
content-image = Imagem
content-video = Vídeo
content-audio = Áudio
content-voice = Mensagem de voz
content-file = Arquivo
content-sticker = Figurinha
content-place = Localização
content-card = Contato
content-choice = Escolheu
content-order = Pedido
content-unsupported = Não dá para mostrar aqui
content-unsupported-text = Peça que envie de outra forma, ou veja no aplicativo.
content-notice = Aviso
chat-quoted = Responde a { $who }
chat-quoted-there = Responde a uma mensagem anterior
chat-forwarded = Encaminhada
chat-edited = Editada
chat-edited-before = Antes de { $time }
chat-withdrawn = Apagada pelo cliente: { $time }
chat-pressed = Apertou um botão
chat-buttons = Botões
chat-template = Mensagem aprovada { $name }
chat-price = Preço
chat-came-from = Veio de
chat-reacted = { $who } reagiu com { $emoji }
chat-place-open = Abrir o mapa
chat-place-at = Localização
chat-by = por { $channel }
chat-play = Tocar { $name }
act-quote = Responder a esta mensagem
composer-by = Responder por
composer-by-channel = Por { $channel }
composer-placeholder-by = Escreva para { $name } por { $channel }…
composer-quote = Responde a { $who }
composer-quote-drop = Responder sem citar
composer-lost = Por { $channel } não há assunto, cópia nem formatação.
composer-files = Os arquivos passam de { $limit }: não vão por { $channel }.
composer-window = Você pode escrever livremente até { $time }.
composer-window-day = Você pode escrever livremente até { $time }.
composer-window-left = faltam { $span }
composer-window-closed = { $channel } não aceita resposta livre agora: o cliente escreveu pela última vez antes de { $time }. Ele precisa escrever primeiro, ou vai uma mensagem aprovada.
composer-window-never = { $channel } não aceita resposta livre agora: a pessoa nunca escreveu por aí. Pode ir uma mensagem aprovada.
composer-unconfirmed = Este contato foi digitado pelo cliente e não está confirmado. Dados pessoais vão para quem o tiver.
composer-down = { $channel } não funciona agora. Sua resposta espera até voltar.
composer-none = Não há como chegar até esta pessoa agora.
composer-left = { $n ->
        [one] resta { $n } caractere
       *[other] restam { $n } caracteres
    }
composer-parts = { $n ->
        [1] vai como uma mensagem
       *[other] vai como { $n } mensagens
    }
new-by = Escrever por
new-not-reached = Não dá para escrever a { $name } agora. A lista abaixo diz por quê.
new-to-handle = Para
new-to-handle-hint = E-mail, telefone, ou como o canal o chama.
new-reach = Para { $name }
act-switch = Responder por { $channel }
identifier-email = E-mail
identifier-phone = Telefone
identifier-external-named = Cliente { $value }
identifier-external = No seu programa
identifier-whatsapp = WhatsApp
identifier-telegram = Telegram
identifier-visitor = Visitante do seu site
