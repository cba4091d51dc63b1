contacts-title = Contactos
contacts-find = Nombre, correo o teléfono
contacts-none = Aún no hay contactos.
contacts-none-text = Quien le escriba aparecerá aquí.
contacts-no-hit = No se encontró a nadie.
contacts-no-hit-text = Pruebe con menos letras o con una parte de la dirección.
contact-name = Nombre
contact-reach = Datos de contacto
contact-last = Visto por última vez
contact-company = Empresa
contact-notes = Notas
contact-tier = Tipo de cliente
contact-owner = Lo atiende
tier-normal = Normal
contact-edit = Editar
contact-timeline = Todo hasta ahora
contact-timeline-none = Todavía nada.
contact-newest = Lo más reciente
contact-suggestion = Parece { $name } ({ $why }).
contact-suggestion-act = Unir los dos
suggest-same-name = mismo nombre
suggest-same-address = misma dirección, sin confirmar
suggest-same-phone = mismo teléfono
suggest-same-domain = misma empresa y nombre
contact-joined = Unido con { $name }
contact-unjoin = Volver a separar
contact-join-other = Unir con otra persona de aquí
contacts-join-title = ¿Quién es la misma persona que { $name }?
contacts-join-text = Elíjala. Antes se pregunta lo necesario, y se pueden volver a separar en cualquier momento.
contact-block = Bloquear
contact-unblock = Quitar el bloqueo
contact-blocked = Bloqueado desde { $date }
contact-add-reach = Agregar
contact-add-reach-label = Correo o teléfono
contact-hidden = { $channel }, { $date }: { $status } en un equipo al que usted no pertenece
contact-write = Escribirle
contact-former = ya no es suyo
contact-invalid = ya no le llega nada
search-title = Buscar
search-label = Palabras, nombres, direcciones o un número
search-start = Buscar en todo lo que se dijo
search-start-text = Bastan dos letras; los acentos no importan. Un número abre su conversación.
search-none = No se encontró nada.
search-none-text = Pruebe con menos palabras o con otras.
search-messages = Mensajes
search-contacts = Contactos
search-conversations = Conversaciones
search-count = { $n ->
        [one] { $n } resultado
       *[other] { $n } resultados
    }
same-person-address = misma dirección, sin confirmar
same-person-phone = mismo teléfono
same-person-name = mismo nombre y empresa
same-person-address-written = la dirección { $value } en un mensaje
same-person-phone-written = el teléfono { $value } en un mensaje
same-person-order = el mismo pedido, { $value }
same-person-device = el mismo dispositivo en el chat
suggest-why = Por qué
contact-erase-open = Exportar o borrar…
contact-erase = Borrar para siempre
contact-erase-title = Borrar a { $name }
contact-erase-lead = Se va todo lo que Lobby guarda de esta persona. No se puede deshacer, ni siquiera con una copia de seguridad.
contact-erase-goes = Qué se va
contact-erase-person = La persona
contact-erase-person-text = Nombres, direcciones, notas, atributos y todo lo demás que se anotó. La búsqueda no encuentra nada de ello.
contact-erase-said = { $n ->
        [one] Una conversación
       *[other] { $n } conversaciones
    } con { $messages ->
        [one] un mensaje
       *[other] { $messages } mensajes
    }
contact-erase-said-text = Se vacían textos, asuntos, archivos, correos originales, notas y borradores. Lo que debía enviarse más tarde no se envía.
contact-erase-beside = { $n ->
        [one] Su parte en una conversación con otra persona
       *[other] Su parte en { $n } conversaciones con otras personas
    }
contact-erase-beside-text = Lo que escribió, su dirección y los correos originales que la nombran.
contact-erase-also = { $n ->
        [one] Un registro más
       *[other] { $n } registros más
    }
contact-erase-also-text = De ellos solo se sabe que usaron una dirección de esta persona sin demostrarlo.
contact-erase-disk = Los restos en el disco
contact-erase-disk-text = El almacén y el índice de búsqueda se escriben de nuevo poco después; los grandes, la noche siguiente. Las copias hechas antes de una actualización se eliminan con ellos: ya no se podrá volver a la versión anterior.
contact-erase-stays = Qué queda
contact-erase-numbers = Números, fechas y el registro
contact-erase-numbers-text = Para que los informes sigan bien y se vea que se borró a alguien, cuándo y quién lo hizo.
contact-erase-mailed = Lo enviado
contact-erase-mailed-text = Quien lo recibió lo tiene. Lobby no borra nada en su buzón; lo que vuelva a encontrar allí no regresa.
contact-erase-others = Lo que escribieron otros
contact-erase-others-text = Quedan las palabras de otros clientes, también donde hablan de esta persona.
contact-erase-backups = Copias de seguridad
contact-erase-backups-text = Al restaurar una, la persona se borra de nuevo antes de que nadie la vea. Los archivos mismos los elimina usted.
contact-erase-type = Escriba «{ $word }» para confirmar
contact-erase-word = borrar
contact-export = Descargar todo
contact-export-title = Todo en un archivo
contact-export-text = Lo que la persona puede pedir: un archivo zip con todos los datos, mensajes, archivos y correos originales.
join-title = Unir a { $one } y { $other }
join-text = Serán una sola persona con una sola historia. No se pierde nada: se pueden volver a separar en cualquier momento.
join-keeps = Se conserva { $name }; lo que le falte se completa con lo del otro.
join-turn = Conservar mejor { $name }
join-notes-both = Ambas, la segunda debajo de la primera:
join-cases = Ambos tienen conversaciones abiertas
join-together = Juntarlas
join-together-hint = Los mensajes de ambos quedan en una conversación, en orden de tiempo. Elíjalo si tratan de lo mismo.
join-apart = Dejarlas separadas
join-differ-email = { $one } y { $other } tienen correos confirmados distintos. Pueden ser dos personas con el mismo nombre o empresa: cada una vería lo que se escribió a la otra.
join-differ-phone = { $one } y { $other } tienen teléfonos confirmados distintos. Pueden ser dos personas con el mismo nombre o empresa: cada una vería lo que se escribió a la otra.
join-sure = Sé que son la misma persona
join-act = Unir a ambos
part-title = Volver a separar a { $one } y { $other }
part-text = Vuelven a ser dos personas, como antes de unirlos. Lo que cada una escribió desde entonces, y lo que se le respondió, va con ella.
part-cases = Conversaciones que se vuelven dos
part-messages = De sus mensajes { $stay } se quedan y { $go } van a la otra
part-hidden = { $n ->
        [one] Una conversación más, de un equipo al que usted no pertenece, se vuelve dos.
       *[other] { $n } conversaciones más, de equipos a los que usted no pertenece, se vuelven dos.
    }
part-sent = Enviado mientras estaban unidos
part-sent-text = Estas respuestas pudieron contarle a uno algo del otro. No se pueden retirar.
part-written = Escrito desde que se unieron
part-give = Se queda donde se escribió. Marque lo que { $name } también recibe.
contact-came = Llegó mientras estaba bloqueado
contact-came-text = No se avisó a nadie de esto ni se respondió nada. Abra lo que necesite respuesta.
contacts-import = Importar
contacts-export = Exportar como CSV
import-title = Traer contactos
import-lead = Una tabla de una hoja de cálculo guardada como CSV, una persona por fila. No se escribe nada antes de que vea qué resultaría.
import-file = La tabla
import-file-label = Archivo CSV
import-file-hint = La primera fila nombra las columnas: nombre, correo, teléfono, empresa, idioma, tipo, notas, id. Lo que permite va en consent_service, consent_collection y consent_commercial, o en consent_commercial_whatsapp para un solo canal, con sí o no. Cualquier otra columna pasa a ser un campo con ese nombre.
import-replace = Lo que dice la tabla sustituye lo que se sabe (si no, solo se completa lo que está vacío)
import-try = Ver qué resultaría
import-would = Qué resultaría
import-go = { $n ->
        [one] Traer a una persona
       *[other] Traer a { $n } personas
    }
import-done = Hecho
import-made = { $n ->
        [one] Una persona nueva
       *[other] { $n } personas nuevas
    }
import-changed = { $n ->
        [one] Una conocida se completa
       *[other] { $n } conocidas se completan
    }
import-same = { $n ->
        [one] Una fila no dice nada nuevo
       *[other] { $n } filas no dicen nada nuevo
    }
import-refused = { $n ->
        [one] Una fila no se puede traer
       *[other] { $n } filas no se pueden traer
    }
import-first = Las primeras filas
import-is-new = nueva
import-is-changed = se completa
import-is-same = nada nuevo
import-is-wrong = se deja fuera
import-why = Por qué se dejó fuera
import-wrong-file = Descargar estas filas para corregirlas
import-columns = Qué se entendió de las columnas
import-wrong-lines = Filas que no se pueden traer
import-line = Línea { $n }
import-wrong = Algo en ella no se puede leer.
import-empty = No tiene filas debajo de la primera.
import-long = Tiene más de 20 000 filas. Tráigala por partes.
import-nameless = Ninguna columna tiene correos, teléfonos o ids, así que no se distingue a nadie.
import-nobody = No tiene correo, teléfono ni id.
import-email = El correo no se puede leer.
import-phone = El teléfono no se puede leer. Escríbalo con el código de su país.
import-external = El id es demasiado largo.
import-two = Nombra a dos personas conocidas como distintas. Únalas antes.
import-consent = Lo que permite se escribe como sí o no.
import-is-email = Correo electrónico
import-is-phone = Teléfono
import-is-external = Id propio
import-is-language = Idioma
import-is-attribute = Atributo con ese nombre
import-is-nothing = Se deja fuera
companies-title = Empresas
companies-find = Nombre o dominio de correo
companies-none = Aún no hay empresas.
companies-no-hit = Ninguna empresa se llama así.
companies-none-text = Se crea una al escribir su nombre en un contacto, o aquí.
company-new = Una empresa nueva
company-name = Nombre
company-domains = Dominios de correo
company-domains-hint = Por ejemplo example.com. A quien escriba desde uno se le sugiere como parte de ella; no cuentan los dominios donde cualquiera puede tener una dirección.
company-people = Personas
company-people-none = Nadie todavía.
company-same = ¿La misma empresa dos veces?
company-other = Nombre de la otra
company-remove = Quitar
company-open = Abrir la empresa
company-hint = Su correo es de { $name }.
company-hint-new = Su correo es de { $domain }: ¿crear la empresa { $name } con esta persona?
company-hint-act = Pertenece a ella
attribute-missing = falta
attribute-empty = –
answer-yes = Sí
answer-no = No
side-fields = Campos
consents = Qué permite
consents-none = No ha dicho nada.
consent-everywhere = todos los canales
consent-yes = { $purpose } por { $place }
consent-no = { $purpose } por { $place }
consent-granted = permitido
consent-refused = no lo desea
consent-write = Anotar
consent-purpose = Para qué
consent-where = Dónde
consent-note = Cómo lo sabe
consent-give = Permitido
consent-take = No lo desea
consent-history = Todo lo que ha dicho
consent-by-message = lo escribió
consent-by-agent = se lo dijo a
consent-by-form = por un formulario
consent-by-import = vino con una tabla
consent-by-provider = lo dijo el proveedor del canal
purpose-service = Mensajes sobre sus asuntos
purpose-collection = Recordatorios de pago
purpose-commercial = Ofertas y novedades
