set-goals = Metas de respuesta
set-goals-about = En cuánto tiempo quiere responder y qué pasa cuando no se cumple
goals-lead = El tiempo cuenta desde que el cliente escribió, en las horas en que está abierto. Para cada conversación vale la primera meta que le corresponde.
goals-none = Todavía no hay metas
goals-none-text = Sin metas, las listas empiezan por quien lleva más tiempo esperando respuesta.
goals-presets = Empezar con
goals-presets-text = Después puede cambiarlo todo.
goals-preset-relaxed = Tranquilo
goals-preset-normal = Normal
goals-preset-fast = Rápido
goals-preset-chat = Chat web { $time }
goals-preset-messages = mensajes { $time }
goals-preset-mail = correo { $time } de horario abierto
goals-preset-own = Su propio ritmo
goals-preset-own-text = Tres de cada cuatro primeras respuestas de las últimas cuatro semanas llegaron en: { $times }
goals-preset-take = Empezar con esto
goals-name-chat = Chat web
goals-name-messages = Mensajes
goals-name-mail = Correo
goals-new = Nueva meta
goals-open = { $n ->
    [one] { $n } abierta
    [many] { $n } abiertas
   *[other] { $n } abiertas
}
goals-earlier = Subir
goals-later = Bajar
goals-order = Se consultan de arriba abajo.
goals-days = { $n ->
    [one] { $n } día hábil
    [many] { $n } días hábiles
   *[other] { $n } días hábiles
}
goal-edit = Meta
goal-for = Para todas las conversaciones, o solo para las de abajo. Un canal, una etiqueta o un cliente muy importante pueden tener sus propias metas.
goal-for-all = Sin condiciones: vale para todas las conversaciones.
goal-targets = En cuánto tiempo
goal-targets-text = Lo que quede vacío no se mide.
goal-unit-days = días hábiles
goal-counts = Qué cuenta
goal-hours-business = Solo las horas en que está abierto
goal-hours-always = Día y noche
goal-pauses = El tiempo se detiene mientras
goal-pause-customer = debe responder el cliente (solo hasta resolver)
goal-pause-third-party = debe responder un tercero: el cliente le espera a usted de todos modos
goal-pause-snoozed = está pospuesta
goal-steps = Qué pasa
goal-steps-none = Nada: solo se muestra.
goal-step = Paso { $n }
goal-step-time = Cuánto tiempo
goal-step-when = Cuándo
goal-step-add = Otro paso
goal-step-drop = Quitar este paso
goal-before = antes de que venza
goal-at = cuando no se cumple
goal-after = después de que no se cumplió
goal-tell = Avisar
goal-tell-assignee = a quien la tiene
goal-tell-lead = al responsable
goal-raise = Subir la prioridad a
goal-team = Mover al equipo
goal-unchanged = Como está
goal-apply = Las conversaciones abiertas
goal-apply-now = también se miden con esto, desde que escribieron sus clientes
goal-apply-later = conservan lo que valía para ellas; esto cuenta desde el próximo mensaje
goal-matching = { $n ->
    [one] Para { $n } conversación abierta: { $late } con retraso, { $soon } vencen en una hora
    [many] Para { $n } conversaciones abiertas: { $late } con retraso, { $soon } vencen en una hora
   *[other] Para { $n } conversaciones abiertas: { $late } con retraso, { $soon } vencen en una hora
}
clock-first_response = Primera respuesta
clock-first_response-about = Desde lo primero que escribió el cliente hasta su primera respuesta.
clock-next_response = Siguiente respuesta
clock-next_response-about = Desde lo primero sin responder hasta la respuesta.
clock-resolution = Resolución
clock-resolution-about = Desde el principio hasta que se resuelve; el tiempo que estuvo resuelta no cuenta.
sla-first_response-left = Responder en { $span }
sla-first_response-late = { $span } de retraso
sla-next_response-left = Responder en { $span }
sla-next_response-late = { $span } de retraso
sla-resolution-left = Resolver en { $span }
sla-resolution-late = Vencida hace { $span }
sla-in-time = A tiempo
sla-was-late = Hubo retraso
sla-paused = Tiempo detenido
sla-title = Meta: { $name }
sla-goal = Meta { $time }
sla-counted = contaron { $span }
sla-more = { $n ->
    [one] { $n } tramo anterior
    [many] { $n } tramos anteriores
   *[other] { $n } tramos anteriores
}
sla-met = Hecho { $time }
sla-met-late = Con retraso, hecho { $time }
sla-due = Vence { $time }
sla-was-due = Venció { $time }
reason-sla-missed = no se cumplió una meta de respuesta
event-sla-warned = { $clock }: vence pronto, { $time }
event-sla-missed = { $clock }: meta no cumplida, vencía { $time }
event-sla-escalated = { $clock }: sigue sin cumplirse, vencía { $time }
change-goal-made = creó una meta de respuesta
change-goal = cambió una meta de respuesta
change-goal-retired = retiró una meta de respuesta
error-sla-target = Una meta necesita un número entero: hasta un año, o hasta 250 días hábiles.
error-sla-no-target = Diga al menos para una cosa en cuánto tiempo.
error-sla-steps = Como máximo 8 pasos.
error-sla-step = Un paso necesita un tiempo de hasta 30 días y a quién avisar o qué hacer.
notice-goal-near = Una meta de respuesta está por vencer
notice-goal-missed = No se cumplió una meta de respuesta
telling-goal-near = Una meta de respuesta está por vencer
telling-goal-missed = No se cumplió una meta de respuesta

rule-goal = Medirla con esta meta
rule-does-goal = Medirla con la meta { $name }
event-rule-agreed = { $who } eligió otra meta de respuesta
