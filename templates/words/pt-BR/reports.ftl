reports-title = Relatórios
reports-own = Seus números
metric-conversations = Conversas novas
metric-conversations-text = Conversas que começaram no período, por clientes ou por nós.
metric-received = Mensagens recebidas
metric-received-text = Mensagens de clientes.
metric-sent = Mensagens enviadas
metric-sent-text = Mensagens a clientes que saíram: de pessoas, regras e programas, em separado.
metric-backlog = Conversas abertas
metric-backlog-text = Conversas não resolvidas no fim do período, ou agora, e a sua idade.
metric-first_response = Primeira resposta
metric-first_response-text = Da primeira mensagem que nos pede algo à primeira resposta de uma pessoa que saiu.
metric-response = Cada resposta
metric-response-text = Cada vez que alguém esperou: da primeira mensagem sem resposta à próxima resposta que saiu.
metric-service_level = Respondido a tempo
metric-service_level-text = De quem esperou, a parte respondida no tempo escolhido. Quem espera mais conta como atraso na hora.
metric-unanswered = Sem resposta
metric-unanswered-text = Quem perguntou e não recebeu resposta de uma pessoa: foi fechada sem ela, ou espera há mais de 24 horas.
metric-first_resolution = Tempo até a primeira resolução
metric-first_resolution-text = Do início de uma conversa até ser resolvida pela primeira vez. Fechada em silêncio: até a nossa última resposta.
metric-resolution = Tempo de resolução
metric-resolution-text = Do início de uma conversa até ser resolvida e assim ficar. É o nosso tempo e o deles juntos.
metric-our_time = Disso, nosso tempo
metric-our_time-text = Enquanto esteve aberta, adiada ou à espera de um terceiro.
metric-their_time = Disso, tempo do cliente
metric-their_time-text = Enquanto esperávamos o cliente ou a dávamos por resolvida.
metric-resolution_rate = Resolvidas de vez
metric-resolution_rate-text = De todas as resoluções, aquelas após as quais a conversa não continuou.
metric-first_contact = Resolvidas no primeiro contato
metric-first_contact-text = Das conversas resolvidas pela primeira vez, aquelas cujo cliente não voltou: nem aqui, nem por outro canal.
metric-handle_time = Tempo de atendimento
metric-handle_time-text = Quanto as pessoas trabalharam numa conversa resolvida, somando todas, medido enquanto a tinham na frente. Só conversas em que tudo foi medido.
metric-transfers = Transferências
metric-transfers-text = Quantas vezes uma conversa passou de umas mãos para outras.
metric-packet_read = Passagem lida antes
metric-packet_read-text = De todas as passagens, aquelas em que o necessário foi lido antes da primeira resposta.
metric-had_to_repeat = Teve que repetir
metric-had_to_repeat-text = De todas as mudanças em que o cliente passou para outra pessoa da equipe, continuou por outro canal ou voltou em até 30 dias e foi atendido por outra pessoa: aquelas depois das quais teve que dizer de novo o que já tinha dito. Sabe-se pelo que a equipe perguntou e já constava, pelo que ele escreveu de novo, por suas próprias palavras, pelo que disse ao avaliar e pelo que alguém da equipe marcou. Perguntas obrigatórias não contam.
metric-promises_kept = Promessas cumpridas
metric-promises_kept-text = De todos os horários prometidos que chegaram, os que foram cumpridos.
metric-journeys = Mudanças de canal
metric-journeys-text = Um cliente escreveu por outro canal que da última vez.
report-any = todos
report-several = como escolhido
report-filter = Filtro
report-show = Mostrar
report-reset = Sem filtro
report-narrowed = { $n ->
        [one] { $n } condição
       *[other] { $n } condições
    }
report-field-period = Período
report-field-channel = Canal
report-field-team = Equipe
report-field-agent = Pessoa
report-field-tag = Etiqueta
report-field-tier = Clientes
report-field-hours = Tempo contado
report-field-target = A tempo é
report-field-window = Voltou em
report-field-by = Por
report-field-from = De
report-field-to = Até
report-field-compare = Comparar
report-field-history = Histórico importado
report-compare-yes = com o período anterior
report-compare-no = com nada
report-history-no = fora
report-history-yes = também conta
report-hours-all = a qualquer hora
report-hours-business = no horário de atendimento
report-within = em { $span }
report-days-n = { $n ->
        [one] { $n } dia
       *[other] { $n } dias
    }
period-today = Hoje
period-yesterday = Ontem
period-7d = 7 dias
period-28d = 28 dias
period-90d = 90 dias
period-month = Este mês
period-last_month = Mês passado
period-year = Este ano
period-chosen = os dias abaixo
split-channel = Canal
split-address = Caixa, número ou chat
split-team = Equipe
split-agent = Pessoa
split-tag = Etiqueta
split-tier = Clientes
split-hour = Hora da semana
split-way = De canal a canal
report-by-nobody = Ninguém
report-by-customer = O cliente
report-by-colleague = Um colega fora do Lobby
report-by-assistant = O assistente
report-by-rule = Uma regra
report-by-integration = Um programa
report-by-system = Lobby
report-none = nenhum
report-no-team = Sem equipe
report-no-tag = Sem etiqueta
report-way = { $from } → { $to }
report-days = { $from } – { $to }
report-building = Os números estão sendo refeitos: { $done } de { $all } conversas. O que se vê não está completo.
report-empty = Ainda não há nada a contar
report-empty-text = Com a primeira conversa chegam os primeiros números.
report-nothing = Nada neste período
report-nothing-text = Escolha outros dias ou menos condições.
report-others = Mais números
report-month = O mês numa página
report-earlier = Mês anterior
report-later = Mês seguinte
report-table = Tabela (CSV)
report-workbook = Excel
report-how = Como se conta
report-course = Ao longo do tempo
report-as-table = Como tabela
report-peak = Máximo: { $value }, { $day }.
report-open = ainda não terminou
report-age = Metade tem menos de { $median }.
report-spread = Mediana. 9 de 10 em { $p90 }, média { $mean }.
report-spread-mean = Média. Mediana { $median }, 9 de 10 em { $p90 }.
report-of = { $n ->
        [one] de { $n }
       *[other] de { $n }
    }
report-part = { $yes } de { $n }
report-interval = Poucos casos: o valor real está entre { $low } e { $high } (95%).
report-waiting = { $n ->
        [one] { $n } espera agora
       *[other] { $n } esperam agora
    }
report-aside = { $n ->
        [one] { $n } fechada sem resposta
       *[other] { $n } fechadas sem resposta
    }
report-not-yet = { $n ->
        [one] { $n } ainda não se sabe
       *[other] { $n } ainda não se sabem
    }
report-change = { $change } contra o período anterior
report-points = { $change } pontos contra o período anterior
report-anchor-began = Conta no dia em que a conversa começou.
report-when-began = Começou
report-anchor-said = Conta no dia da mensagem.
report-when-said = Escrito
report-anchor-asked = Conta no dia em que perguntaram: não falta quem ainda espera.
report-when-asked = Perguntou
report-anchor-resolved = Conta no dia em que foi resolvida.
report-when-resolved = Resolvida
report-anchor-due = Conta no dia prometido.
report-when-due = Prometido para
report-anchor-moved = Conta no dia da transferência.
report-when-moved = Transferida
report-anchor-periodend = Como estava no fim de cada dia, ou está agora.
report-when-periodend = Começou
report-credit-assignee = Por pessoa: quem a tem agora.
report-credit-writer = Por pessoa: quem escreveu.
report-credit-answerer = Por pessoa: quem respondeu, não quem a tinha.
report-credit-resolver = Por pessoa: quem resolveu.
report-credit-worker = Por pessoa: cada uma com a sua parte.
report-credit-receiver = Por pessoa: quem recebeu ou prometeu.
report-estimated = Estimado: para cada mensagem nossa, o tempo desde a última palavra do cliente ou a nossa mensagem anterior, 10 minutos no máximo.
report-ranks = A mediana é um tempo que aconteceu: metade não demorou mais.
report-window = { $n ->
        [one] Voltar em { $n } dia conta contra. Até lá não se sabe.
       *[other] Voltar em { $n } dias conta contra. Até lá não se sabe.
    }
report-target = A tempo é em { $span }.
report-left-out = Ficam fora: spam, remetentes bloqueados, e-mail automático e o que foi unido a outra conversa.
report-zone = Dias e horas em { $zone }.
report-hours-then = Horário de atendimento como valia quando cada um começou.
report-hours-recounted = Horário de atendimento como valia quando cada um começou; do que começou antes de { $at }, como valia então.
report-found = { $n ->
        [one] { $n } entrada
       *[other] { $n } entradas
    }
report-newest = Mais novas primeiro
report-longest = Mais longas primeiro
report-more = Próximas
report-less = Anteriores
report-column-metric = Número
report-column-definition = Definição
report-column-days = Dias
report-column-zone = Fuso horário
report-column-hours = Tempo contado
report-column-conversation = Conversa
report-column-seconds = Segundos
report-column-state = Estado
report-column-by = Por
report-column-channel = Canal
report-column-from = Veio de
report-column-n = Contadas
report-column-took = Demorou
state-waiting = espera
state-aside = fechada sem resposta
state-not_yet = ainda não se sabe
state-service_level-yes = a tempo
state-service_level-no = atrasada
report-service_level-yes = { $n } a tempo
report-service_level-no = { $n } atrasada
state-unanswered-yes = sem resposta
state-unanswered-no = respondida
report-unanswered-yes = { $n } sem resposta
report-unanswered-no = { $n } respondida
state-resolution_rate-yes = ficou resolvida
state-resolution_rate-no = continuou
report-resolution_rate-yes = { $n } ficou resolvida
report-resolution_rate-no = { $n } continuou
state-first_contact-yes = não voltou
state-first_contact-no = voltou
report-first_contact-yes = { $n } não voltou
report-first_contact-no = { $n } voltou
state-packet_read-yes = lida antes
state-packet_read-no = não lida antes
state-had_to_repeat-yes = teve que repetir
state-had_to_repeat-no = não teve que repetir
report-packet_read-yes = { $n } lida antes
report-packet_read-no = { $n } não lida antes
report-had_to_repeat-yes = { $n } teve que repetir
report-had_to_repeat-no = { $n } não teve que repetir
state-promises_kept-yes = cumprida
state-promises_kept-no = não cumprida
report-promises_kept-yes = { $n } cumprida
report-promises_kept-no = { $n } não cumprida
report-state-waiting = { $n ->
        [one] { $n } espera agora
       *[other] { $n } esperam agora
    }
report-state-aside = { $n ->
        [one] { $n } fechada sem resposta
       *[other] { $n } fechadas sem resposta
    }
report-state-not_yet = { $n ->
        [one] { $n } ainda não se sabe
       *[other] { $n } ainda não se sabem
    }
error-report-rows = Mais de 50.000 linhas. Pegue a tabela em CSV, ou menos dias.
rhythm-never = Nunca
rhythm-daily = Toda manhã
rhythm-weekly = Toda segunda-feira
rhythm-monthly = No dia 1 de cada mês
telling-figures = Enviar os números por e-mail
telling-figures-hint = Às oito da manhã onde você está: do dia, da semana ou do mês que terminou, ao lado do anterior.
reports-mail = Receber por e-mail
letter-figures-subject = { $business }: números, { $days }
letter-figures =
    { $name }, estes são os números de { $business }, { $days }:

    { $body }

    Tudo, com as conversas por trás de cada número:

    { $link }

    Você recebe isto porque escolheu assim. Para mudar: { $settings }
letter-figures-own =
    { $name }, estes são os seus próprios números, { $days }:

    { $body }

    Tudo, com as conversas por trás de cada número:

    { $link }

    Você recebe isto porque escolheu assim. Para mudar: { $settings }
metric-satisfaction = Satisfação (CSAT)
metric-satisfaction-text = De todas as notas que os clientes deram, as de 4 ou 5. Quem foi perguntado e não deu nenhuma não conta.
metric-surveys_answered = Notas dadas
metric-surveys_answered-text = De todos os clientes que foram perguntados, os que deram uma nota. Antes de sete dias ninguém conta como silencioso.
report-anchor-surveyed = Conta-se no dia em que a nota foi pedida.
report-when-surveyed = Pedida
report-credit-everybody = Por pessoa: todos os que tinham escrito na conversa.
state-satisfaction-yes = satisfeito
state-satisfaction-no = não satisfeito
report-satisfaction-yes = { $n } de 4 ou 5
report-satisfaction-no = { $n } de 1 a 3
state-surveys_answered-yes = avaliou
state-surveys_answered-no = sem nota
report-surveys_answered-yes = { $n } avaliaram
report-surveys_answered-no = { $n } não avaliaram
