set-hours = Horário e respostas automáticas
set-hours-about = Quando você atende, calendários de filiais e equipes, e o que se diz aos clientes enquanto isso
hours-whole = Horário
hours-order = Vale o primeiro horário que houver: o do canal, o da equipe ou o do negócio.
hours-desk = O negócio
hours-for-the-rest = todos os outros
hours-name = Nome
hours-name-hint = Uma filial, um turno da noite, uma equipe em outro país.
hours-new = Outro calendário
hours-unused = ninguém usa ainda
hours-used-by = { $names }
hours-choose = Horário
hours-inherited = Sem horário próprio
hours-zone-desk = O fuso horário do negócio
hours-holidays-of = Feriados de
hours-no-holidays = nenhum
hours-retire = Deixar de usar
hours-retire-text = Quem o usa passa para o horário que vale depois.
hours-try-title = O que faz com uma mensagem
hours-try-at = Chega
hours-try-minutes = Minutos para responder
hours-try = Testar
hours-try-said = Uma mensagem que chega { $at } e deve ser respondida em { $goal } vence { $due }.
hours-try-never = Nunca abre: nada venceria.
hours-past = Números do passado
hours-past-text = O que se mede no horário de atendimento segue o horário que valia quando começou. Mudar o horário não altera nenhum número do passado.
hours-past-recounted = O que se mede no horário de atendimento segue o horário que valia quando começou; o que começou antes de { $at }, o que valia então.
hours-past-warning = Contar de novo percorre todas as conversas. Os relatórios do passado podem diferir do que foi impresso antes.
hours-recount = Contar de novo pelo horário de hoje
hours-recounting = Contando de novo: { $done } de { $all } conversas. Até lá aparecem números anteriores.
ical-title = Trazer dias de um arquivo de calendário
ical-about = Os feriados de um país, cidade ou escola, como os programas de calendário exportam (.ics).
ical-file = Arquivo de calendário
ical-file-hint = Dias inteiros. O que se repete todo ano é anotado por cinco anos.
ical-bring = Trazer
ical-done = Dias fechados adicionados: { $added }. Já fechados: { $known }. Passados: { $past }.
ical-left-out = { $n ->
    [one] { $n } dia ficou de fora: não cabem mais.
   *[other] { $n } dias ficaram de fora: não cabem mais.
}
ical-trouble = A linha { $line } ficou de fora: { $why }
ical-more-troubles = { $n ->
    [one] Mais { $n } linha ficou de fora.
   *[other] Mais { $n } linhas ficaram de fora.
}
ical-no-calendar = não é um arquivo de calendário.
ical-empty = não há nada nele.
ical-cut-off = o arquivo termina no meio de uma entrada.
ical-no-day = a entrada não diz o dia.
ical-no-name = a entrada não tem nome.
ical-day = não é um dia.
ical-end = termina antes de começar.
ical-long = dura mais de sessenta dias.
ical-rule = se repete de outra forma que não todo ano no mesmo dia.
error-calendar-no-hours = Diga o horário de pelo menos um dia.
error-calendar-unknown = Não há esse calendário.
change-hours-chosen = escolheu outro horário para um canal ou equipe
change-figures-recounted = mandou contar de novo os números do passado pelo horário daquele dia
change-calendar-made = criou um calendário
change-calendar = mudou um calendário
change-calendar-retired = retirou um calendário
