away-title = Ausente por um tempo
away-lead = Suas conversas ficam cobertas até você voltar, e então são suas de novo.
away-now = O que está com você agora
away-menu = Ausente até
away-other = Outro horário, ou alguém no meu lugar…
away-cases = { $n ->
    [0] Você não tem conversas abertas.
    [1] Você tem uma conversa aberta.
   *[other] Você tem { $n } conversas abertas.
}
away-promises = { $n ->
    [1] Você prometeu uma resposta.
   *[other] Você prometeu { $n } respostas.
}
away-unsent = { $n ->
    [1] Uma resposta sua ainda não saiu.
   *[other] { $n } respostas suas ainda não saíram.
}
away-until = Até
away-until-hint = Vazio: até você dizer que voltou.
away-cover = Quem responde enquanto isso?
away-cover-everybody = Todos; continuam minhas
away-cover-share = Divididas entre quem está aqui
away-cover-one = { $name } recebe o que há para responder
away-who = Quem vai se ausentar?
away-who-me = Eu
away-act = Começar
away-you = Você está ausente.
away-you-until = Você está ausente até: { $time }.
away-back = Voltei
away-named = { $name } (ausente)
away-covering = { $name } não está
owned-away = { $name } não está. Quem responder cobre a ausência; a conversa continua sendo dele ou dela.
reason-person-away = { $name } não está e a recebe de volta
reason-person-back = { $name } voltou
handover-title = Resumo para quem continua
handover-from = Antes estava com { $name }: o que é preciso saber
handover-wanted = Pede
handover-last = O último que disse
handover-tried = Foi respondido
handover-file = Enviou
handover-promised = Compromisso
handover-leaves = Sai depois
handover-next = Próximo passo
handover-next-answer = Responder: espera há { $span }
handover-next-go-on = Continuar: ninguém espera resposta
handover-read = Já li
event-handover-read = { $who } leu o resumo da conversa
since-head = O que mudou
since-title = Enquanto você não estava ({ $span })
since-nothing = Nada mudou.
since-new = { $n ->
    [1] 1 conversa nova
   *[other] { $n } conversas novas
}
since-wrote = { $n ->
    [1] 1 cliente seu escreveu
   *[other] { $n } clientes seus escreveram
}
since-given = { $n ->
    [1] 1 foi dada a você
   *[other] { $n } foram dadas a você
}
since-mentioned = { $n ->
    [1] 1 nota cita você
   *[other] { $n } notas citam você
}
since-failed = { $n ->
    [1] 1 resposta não chegou
   *[other] { $n } respostas não chegaram
}
since-broken = { $n ->
    [1] 1 compromisso atrasado
   *[other] { $n } compromissos atrasados
}
since-resolved = { $name } resolveu { $n }
since-quiet = { $n ->
    [1] 1 fechada sem resposta do cliente
   *[other] { $n } fechadas sem resposta do cliente
}
