thresholds-title = Alertas
thresholds-lead = Você é avisado quando um número passa de certo valor: uma vez, até que tenha baixado de novo.
thresholds-none = Ainda não há nenhum.
thresholds-new = Outro alerta
threshold-measure = O quê
threshold-people = Clientes sem resposta
threshold-longest = Minutos da maior espera
threshold-unassigned = Conversas não atribuídas
threshold-late = Conversas vencidas
threshold-above = Mais de
threshold-all-teams = Todas as equipes
threshold-lead = Quem lidera a equipe
threshold-who = E estas pessoas
threshold-over = Agora acima
threshold-people-said = Podem esperar { $above } clientes sem resposta; agora esperam { $n }
threshold-longest-said = Um cliente pode esperar { $above } min; agora um espera há { $n } min
threshold-unassigned-said = Pode haver { $above } conversas não atribuídas; agora há { $n }
threshold-late-said = Pode haver { $above } conversas vencidas; agora há { $n }
threshold-rule-people = Mais de { $above } clientes sem resposta
threshold-rule-longest = Um cliente espera mais de { $above } min
threshold-rule-unassigned = Mais de { $above } conversas não atribuídas
threshold-rule-late = Mais de { $above } conversas vencidas
notice-threshold = Um número do monitor está alto demais
telling-threshold = Um número do monitor está alto demais
notice-goal-near-many = { $n } metas de resposta estão perto de vencer
notice-goal-missed-many = { $n } metas de resposta não foram cumpridas
notice-untaken-many = Há algum tempo ninguém tem { $n } conversas
notice-rule-many = As regras avisam você de { $n } conversas
monitor-what-above = { $name }
alert-hours = Quando
alert-hours-always = A qualquer hora
alert-hours-open = Só enquanto estamos abertos
alert-hours-staffed = Só enquanto alguém trabalha
alert-outlets = Fora do Lobby
alert-test = Isto é um teste. O Lobby avisa você aqui.
alert-goal-near = { $n ->
    [one] { $n } meta de resposta perto de vencer
   *[other] { $n } metas de resposta perto de vencer
}
alert-goal-missed = { $n ->
    [one] { $n } meta de resposta não cumprida
   *[other] { $n } metas de resposta não cumpridas
}
alert-rule = { $n ->
    [one] { $n } coisa que uma regra pede para alguém olhar
   *[other] { $n } coisas que as regras pedem para alguém olhar
}
alert-channel-down = { $n ->
    [one] { $n } canal sem funcionar
   *[other] { $n } canais sem funcionar
}
alert-threshold = Um número do monitor está alto demais
set-alerts = Alertas fora do Lobby
set-alerts-about = Outros programas e chats do Telegram avisados quando algo vence ou falha
outlets-lead = Lugares avisados além das pessoas. Uma avalanche é uma mensagem por minuto, com seu número; nada do que um cliente escreveu vai nela. Metas, regras e alertas do monitor escolhem entre eles.
outlets-none = Ainda não há nenhum.
outlet-name = Nome
outlet-webhook = Um endereço que recebe chamadas (webhook)
outlet-url = Endereço
outlet-url-hint = JSON assinado é enviado para lá (Standard Webhooks).
outlet-telegram = Um chat do Telegram
outlet-no-bot = Conecte primeiro um bot do Telegram como canal.
outlet-bot = Bot
outlet-chat = O chat
outlet-waits = Espera seu chat
outlet-works = Funciona
outlet-new = Não testado
outlet-trouble = Com problemas
outlet-secret = Chave secreta
outlet-secret-title = Sua chave secreta
outlet-secret-text = Com ela quem recebe as chamadas comprova que vêm daqui. Só é mostrada agora.
outlet-linked = Vinculado a { $chat }
outlet-step-add = Adicione o bot ao grupo ou abra um chat com ele.
outlet-step-say = Envie isto lá e depois aperte o botão.
outlet-code = Para enviar
outlet-link = Já enviei
outlet-channels = Também pode ser avisado quando um canal não funciona.
outlet-channels-on = Avisar dos canais
outlet-channels-off = Não avisar mais dos canais
outlet-test = Testar
outlet-calls = Últimas mensagens
outlet-no-calls = Ainda não há nenhuma.
outlet-told = { $n ->
    [one] { $n } alerta
   *[other] { $n } alertas
}
outlet-taken = Recebida
outlet-leaving = A caminho
outlet-when = Quando
outlet-what = O quê
outlet-became = O que aconteceu
outlet-tries = Tentativas
change-outlet-made = adicionou um lugar para alertas
change-outlet = mudou um lugar para alertas
change-outlet-retired = removeu um lugar para alertas
change-threshold-made = adicionou um alerta do monitor
change-threshold-retired = removeu um alerta do monitor
change-threshold-over = Um número do monitor subiu demais
change-threshold-under = Um número do monitor voltou ao normal
error-threshold = Um número inteiro, no máximo 100.000.
error-outlet-way = Um endereço ou um canal, e não os dois.
error-threshold-tell = Diga quem ou o que é avisado.
conflict-too-many = Já há demais. Remova algum primeiro.
conflict-not-heard = Ainda não chegou nada. Envie o código no chat, espere um momento e aperte de novo.
conflict-not-linked = Ainda não há para onde enviar. Vincule o chat primeiro.
