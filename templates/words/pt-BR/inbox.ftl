list-mine = Minhas
list-unassigned = Não atribuídas
list-all = Todas
list-all-title = A responder
list-waiting = Aguardando o cliente
list-third-party = Aguardando terceiro
list-snoozed = Adiadas
list-mentions = Menções
empty-mentions = Ninguém mencionou você.
empty-mentions-text = As notas que citam você com @ ficam aqui até a conversa ser resolvida.
mention-title = Mencionar alguém
list-drafts = Rascunhos
list-ready = Prontas, esperam um sim
list-failed = Com falha ou atraso
list-automatic = Automáticas
list-spam = Spam
list-blocked = Bloqueados
list-resolved = Resolvidas
list-closed-quietly = Encerradas sem resposta do cliente
list-unresolved = Todas não resolvidas
list-of-team = Equipe { $name }
list-of-tag = Etiqueta { $name }
unassigned-of-team = Não atribuídas de { $team }
sort-by = Ordem: { $order }
sort-waiting = Espera
sort-newest = Recentes
new-conversation = Nova conversa
nothing-open = Escolha uma conversa
nothing-open-text = Tudo o que o cliente e seus colegas disseram está em um só lugar.
empty-all = Ninguém está sem resposta.
empty-all-text = { $n ->
        [0] As novas mensagens aparecem aqui sozinhas.
        [1] Uma aguarda o cliente.
       *[other] { $n } aguardam o cliente.
    }
empty-mine = Você não deve resposta a ninguém.
empty-mine-text = { $n ->
        [0] Também não há nenhuma sem responsável.
        [1] Uma não está atribuída.
       *[other] { $n } não estão atribuídas.
    }
empty-mine-act = Ver as não atribuídas
empty-unassigned = Todas têm alguém.
empty-ready = Nenhuma resposta espera um sim.
empty-ready-text = As respostas que saem assim que o cliente diz sim a uma mensagem aprovada aparecem aqui.
empty-failed = Tudo chegou.
empty-failed-text = As respostas que falham, voltam ou esperam demais aparecem aqui.
empty-drafts = Nenhum rascunho.
empty-drafts-text = O que você começa a escrever fica guardado aqui até enviar.
empty-snoozed = Nada adiado.
empty-spam = Nenhum spam.
empty-other = Nada aqui.
empty-unassigned-text = O que ainda não é de ninguém aparece aqui até alguém pegar.
empty-snoozed-text = O que você adia volta sozinho na hora certa.
empty-spam-text = O que você marca como spam fica aqui, separado do resto.
empty-closing-text = Aqui aparecem as conversas em que só dá para escrever livremente até antes de vocês abrirem.
empty-waiting-text = O que você já respondeu espera aqui até o cliente escrever.
empty-third-text = Aqui aparece o que espera por alguém de fora, como uma oficina.
empty-resolved-text = O que está feito fica aqui e pode ser reaberto.
empty-quiet-text = Aqui aparece o que foi fechado porque o cliente não respondeu.
empty-automatic-text = Boletins e e-mails automáticos ficam aqui e não avisam ninguém.
empty-blocked-text = O que remetentes bloqueados escrevem fica aqui.
empty-other-text = Não há nada em aberto aqui agora.
empty-no-channel = Ninguém pode escrever para você ainda.
empty-no-channel-text = Conecte um canal e as mensagens chegam aqui.
empty-no-channel-act = Conectar um canal
row-draft = Rascunho:
row-you = Você:
row-note = Nota:
row-forwarded = Encaminhada:
row-third-party = Terceiro:
row-us = { $name }:
row-lobby = Lobby:
row-waits = { $span } sem resposta
row-snoozed = até { $time }
row-ready = Resposta pronta, espera um sim
row-failed = Não chegou
row-courtesy = ✓ obrigado
row-lively = agitada demais
row-private = privada
row-promise = prometida até { $time }
row-promise-late = promessa atrasada { $span }
row-reminded = foi dito “um momento”
row-unverified = remetente não confirmado
channel-email = E-mail
channel-log = Anotado
tier-vip = VIP
unassigned = Não atribuída
assigned-to = Com { $name }
conversation-count = { $n ->
        [one] { $n } conversa
       *[other] { $n } conversas
    }
status-open = A responder
status-waiting = Aguardando o cliente
status-third-party = Aguardando terceiro
status-snoozed = Adiada até { $time }
status-resolved = Resolvida
status-quiet = Encerrada sem resposta do cliente
status-spam = Spam
priority = Prioridade
priority-low = Baixa
priority-normal = Normal
priority-high = Alta
priority-urgent = Urgente
team = Equipe
team-none = Sem equipe
late-text = { $n ->
        [1] Uma resposta espera: não pôde sair a tempo.
       *[other] { $n } respostas esperam: não puderam sair a tempo.
    }
late-send = { $n ->
        [1] Enviar
       *[other] Enviar todas as { $n }
    }
late-drafts = { $n ->
        [1] Voltar a rascunho
       *[other] Voltar as { $n } a rascunho
    }
late-sent = { $n ->
        [0] Nada mais estava atrasado.
        [1] Uma resposta sai em instantes.
       *[other] { $n } respostas saem em instantes.
    }
late-given-back = { $n ->
        [0] Nada mais estava atrasado.
        [1] Uma resposta voltou a ser rascunho.
       *[other] { $n } respostas voltaram a ser rascunhos.
    }
mailbox-stopped = { $name } não funciona há { $span }. { $why }
mailbox-who = { $people } pode corrigir.
mailbox-mend = Corrigir
mailbox-trying = { $name } não funciona há { $span }. { $why } O Lobby tenta de novo sozinho.
priority-important = Importante
priority-unmark = Não é mais importante
bulk-title = Várias de uma vez
bulk-start = Escolher várias
bulk-pick = Escolher a conversa com { $who }
bulk-all = Todas desta lista
bulk-picked = Escolhidas: { $n }
bulk-none = Nenhuma foi escolhida.
bulk-same = Nada mudou: já estavam assim.
bulk-running = Em andamento
bulk-progress = { $done } de { $total } feitas.
bulk-back = Voltar à lista
bulk-failed = { $n ->
        [1] Com uma conversa não foi possível:
       *[other] Com { $n } conversas não foi possível:
    }
bulk-done-resolve = { $n ->
        [1] Uma conversa resolvida.
       *[other] { $n } conversas resolvidas.
    }
bulk-done-open = { $n ->
        [1] Uma conversa a responder de novo.
       *[other] { $n } conversas a responder de novo.
    }
bulk-done-spam = { $n ->
        [1] Uma conversa marcada como spam.
       *[other] { $n } conversas marcadas como spam.
    }
bulk-done-waiting = { $n ->
        [1] Uma conversa aguardando o cliente.
       *[other] { $n } conversas aguardando o cliente.
    }
bulk-done-third_party = { $n ->
    [1] Uma conversa aguardando terceiro.
   *[other] { $n } conversas aguardando terceiros.
}
bulk-done-macro = { $n ->
    [1] Uma conversa: ação rápida feita.
   *[other] { $n } conversas: ação rápida feita.
}
bulk-done-snooze = { $n ->
        [1] Uma conversa adiada.
       *[other] { $n } conversas adiadas.
    }
bulk-done-assign = { $n ->
        [1] Uma conversa atribuída.
       *[other] { $n } conversas atribuídas.
    }
bulk-done-team = { $n ->
        [1] Uma conversa movida para a equipe.
       *[other] { $n } conversas movidas para a equipe.
    }
bulk-done-tag = { $n ->
        [1] Uma conversa recebeu a etiqueta.
       *[other] { $n } conversas receberam a etiqueta.
    }
bulk-done-untag = { $n ->
        [1] Uma conversa agora sem a etiqueta.
       *[other] { $n } conversas agora sem a etiqueta.
    }
bulk-done-priority = { $n ->
        [1] Uma conversa agora com outra prioridade.
       *[other] { $n } conversas agora com outra prioridade.
    }
bulk-done-undo = { $n ->
        [1] Uma conversa como antes.
       *[other] { $n } conversas como antes.
    }
channel-whatsapp = WhatsApp
channel-telegram = Telegram
channel-webchat = Chat do site
channel-api = Canal de API
