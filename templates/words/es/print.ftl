print-title = Imprimir o guardar como PDF
print-of = Conversación #{ $number }
print-back = Volver a la conversación
print-with-inside = Con notas internas
print-without-inside = Sin notas internas
print-how = Para guardarla como archivo, elija «Guardar como PDF» como impresora.
print-business = Empresa
print-subject = Asunto
print-contact = Contacto
print-reach = Datos de contacto
print-channel = Canal
print-status = Estado
print-assignee = Asignada a
print-begun = Inicio
print-zone = Hora de
print-files = Archivos
print-none = No se ha dicho nada en esta conversación.
print-text-cut = (Este texto es más largo de lo que cabe en un documento; el resto está en la conversación.)
print-cut = { $n ->
    [one] Un mensaje anterior no está en este documento, que contiene los { $most } más recientes.
   *[other] { $n } mensajes anteriores no están en este documento, que contiene los { $most } más recientes.
}
print-inside-left-out = { $n ->
    [one] Se omite un mensaje interno.
   *[other] Se omiten { $n } mensajes internos.
}
print-foot = { $business } · conversación #{ $number } · impresa el { $time } por { $who }
