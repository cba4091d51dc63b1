surveys-title = Calificaciones
surveys-about = Si se pregunta a los clientes cómo les fue, por canal.
surveys-on = pregunta al final de una conversación
surveys-off = no pregunta nada
surveys-lead = Cuando alguien de ustedes resuelve una conversación, se le puede preguntar al cliente cómo le fue, ahí donde tuvo lugar.
surveys-ask = Preguntar cómo le fue
surveys-ask-hint = Una calificación de 1 a 5: con un toque donde el canal tiene botones, si no escrita; por correo, en una página. No vuelve a abrir nada.
surveys-own = Con palabras propias
surveys-own-hint = Puede llevar nombres, como {"{{"}contact.first_name{"}}"}. Vacío: el texto de siempre.
surveys-after = Minutos después de resolverla
surveys-every = Al mismo cliente, a lo sumo cada tantos días
surveys-remind = Preguntar otra vez a los tres días
surveys-remind-hint = Solo si no llegó ninguna calificación.
surveys-tell = A quién se le avisa de una mala calificación
surveys-tell-hint = A quien dirige el equipo se le avisa siempre.
surveys-seen = Lo que se les pregunta
surveys-rules = Cuándo no se pregunta
surveys-rules-text = No cuando Lobby cerró una conversación en silencio, una respuesta no llegó o nadie de ustedes escribió; no sobre lo que se dijo hace más de una semana; no mientras el cliente tenga otro asunto abierto, ni si se le preguntó hace poco; no a spam, bloqueados ni correo automático; entre las 8:00 y las 20:00, o mientras estén abiertos (en el chat web, enseguida). Hasta entonces la conversación muestra cuándo será, con un botón para no preguntar.
survey-title = ¿Cómo le fue?
survey-ask = ¿Qué tan satisfecho está con nuestra atención?
survey-again = Le preguntamos hace unos días y nos gustaría saberlo:
survey-answer = Responda con un número de 1 (muy mal) a 5 (muy bien).
survey-or-answer = O responda con un número de 1 (muy mal) a 5 (muy bien).
survey-thanks = Gracias por contarnos.
survey-thanks-sorry = Gracias por contarnos. ¿Qué debimos hacer mejor? Escríbalo aquí: lo lee una persona.
survey-comment = ¿Quiere agregar algo?
survey-comment-sorry = ¿Qué debimos hacer mejor?
survey-comment-change = Cambiarlo
rating-1 = Muy mal
rating-2 = Mal
rating-3 = Regular
rating-4 = Bien
rating-5 = Muy bien
rating-of-five = Calificó con { $n } de 5
event-rated = Calificó con { $n } de 5
reason-rated = una calificación de la conversación que terminó: quedó ahí, nada cambió
banner-survey = Se le preguntará al cliente cómo le fue: { $when }.
banner-survey-again = Se le preguntará al cliente otra vez cómo le fue: { $when }.
act-skip-survey = No preguntar
banner-rated = El cliente calificó esto con { $n } de 5.
act-follow-up = Abrir de nuevo
conflict-no-survey = Nadie va a ser preguntado por esta conversación.
error-rating = Elija una calificación de 1 a 5.
error-rating-comment = Tiene más de 2.000 caracteres.
error-survey-after = De 0 a 1440 minutos.
error-survey-every = De 1 a 365 días.
error-survey-people = A lo sumo 20 personas.
surveys-after-hint = { $n ->
        [one] Vacío: un minuto ({ $n }).
       *[other] Vacío: { $n } minutos.
    }
surveys-every-hint = { $n ->
        [one] Vacío: { $n } día.
       *[other] Vacío: { $n } días.
    }
