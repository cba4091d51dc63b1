set-goals = Metas de resposta
set-goals-about = Em quanto tempo você quer responder e o que acontece quando não cumpre
goals-lead = O tempo conta desde que o cliente escreveu, nas horas em que você está aberto. Para cada conversa vale a primeira meta que combina com ela.
goals-none = Ainda não há metas
goals-none-text = Sem metas, as listas começam por quem espera há mais tempo.
goals-presets = Começar com
goals-presets-text = Depois você pode mudar tudo.
goals-preset-relaxed = Tranquilo
goals-preset-normal = Normal
goals-preset-fast = Rápido
goals-preset-chat = Chat do site { $time }
goals-preset-messages = mensagens { $time }
goals-preset-mail = e-mail { $time } de horário aberto
goals-preset-own = O seu próprio ritmo
goals-preset-own-text = Três de cada quatro primeiras respostas das últimas quatro semanas vieram em: { $times }
goals-preset-take = Começar com isto
goals-name-chat = Chat do site
goals-name-messages = Mensagens
goals-name-mail = E-mail
goals-new = Nova meta
goals-open = { $n ->
    [one] { $n } aberta
    [many] { $n } abertas
   *[other] { $n } abertas
}
goals-earlier = Subir
goals-later = Descer
goals-order = São consultadas de cima para baixo.
goals-days = { $n ->
    [one] { $n } dia útil
    [many] { $n } dias úteis
   *[other] { $n } dias úteis
}
goal-edit = Meta
goal-for = Para todas as conversas, ou só para as de baixo. Um canal, uma etiqueta ou um cliente muito importante podem ter metas próprias.
goal-for-all = Sem condições: vale para todas as conversas.
goal-targets = Em quanto tempo
goal-targets-text = O que ficar vazio não é medido.
goal-unit-days = dias úteis
goal-counts = O que conta
goal-hours-business = Só as horas em que você está aberto
goal-hours-always = Dia e noite
goal-pauses = O tempo para enquanto
goal-pause-customer = o cliente deve responder (só até resolver)
goal-pause-third-party = um terceiro deve responder: o cliente espera por você do mesmo jeito
goal-pause-snoozed = está adiada
goal-steps = O que acontece
goal-steps-none = Nada: só aparece.
goal-step = Passo { $n }
goal-step-time = Quanto tempo
goal-step-when = Quando
goal-step-add = Outro passo
goal-step-drop = Tirar este passo
goal-before = antes de vencer
goal-at = quando não é cumprida
goal-after = depois de não ser cumprida
goal-tell = Avisar
goal-tell-assignee = quem está com ela
goal-tell-lead = o responsável
goal-raise = Subir a prioridade para
goal-team = Mover para a equipe
goal-unchanged = Como está
goal-apply = As conversas abertas
goal-apply-now = também são medidas por isto, desde que seus clientes escreveram
goal-apply-later = ficam com o que valia para elas; isto conta a partir da próxima mensagem
goal-matching = { $n ->
    [one] Para { $n } conversa aberta: { $late } com atraso, { $soon } vencem em uma hora
    [many] Para { $n } conversas abertas: { $late } com atraso, { $soon } vencem em uma hora
   *[other] Para { $n } conversas abertas: { $late } com atraso, { $soon } vencem em uma hora
}
clock-first_response = Primeira resposta
clock-first_response-about = Da primeira coisa que o cliente escreveu até a sua primeira resposta.
clock-next_response = Próxima resposta
clock-next_response-about = Da primeira coisa sem resposta até a resposta.
clock-resolution = Resolução
clock-resolution-about = Do começo até ser resolvida; o tempo em que esteve resolvida não conta.
sla-first_response-left = Responder em { $span }
sla-first_response-late = { $span } de atraso
sla-next_response-left = Responder em { $span }
sla-next_response-late = { $span } de atraso
sla-resolution-left = Resolver em { $span }
sla-resolution-late = Vencida há { $span }
sla-in-time = No prazo
sla-was-late = Houve atraso
sla-paused = Tempo parado
sla-title = Meta: { $name }
sla-goal = Meta { $time }
sla-counted = contaram { $span }
sla-more = { $n ->
    [one] { $n } trecho anterior
    [many] { $n } trechos anteriores
   *[other] { $n } trechos anteriores
}
sla-met = Feito { $time }
sla-met-late = Com atraso, feito { $time }
sla-due = Vence { $time }
sla-was-due = Venceu { $time }
reason-sla-missed = uma meta de resposta não foi cumprida
event-sla-warned = { $clock }: vence em breve, { $time }
event-sla-missed = { $clock }: meta não cumprida, vencia { $time }
event-sla-escalated = { $clock }: ainda não cumprida, vencia { $time }
change-goal-made = criou uma meta de resposta
change-goal = mudou uma meta de resposta
change-goal-retired = retirou uma meta de resposta
error-sla-target = Uma meta precisa de um número inteiro: até um ano, ou até 250 dias úteis.
error-sla-no-target = Diga para pelo menos uma coisa em quanto tempo.
error-sla-steps = No máximo 8 passos.
error-sla-step = Um passo precisa de um tempo de até 30 dias e de alguém para avisar ou algo para fazer.
notice-goal-near = Uma meta de resposta está para vencer
notice-goal-missed = Uma meta de resposta não foi cumprida
telling-goal-near = Uma meta de resposta está para vencer
telling-goal-missed = Uma meta de resposta não foi cumprida

rule-goal = Medi-la por esta meta
rule-does-goal = Medi-la pela meta { $name }
event-rule-agreed = { $who } escolheu outra meta de resposta
