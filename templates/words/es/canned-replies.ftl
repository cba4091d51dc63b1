set-canned = Respuestas rápidas
set-canned-about = Textos que se escriben una vez y se usan con /
canned-title = Respuesta rápida
emoji-title = Emoji
emoji-find = Buscar un emoji
emoji-none = Ningún emoji se llama así.
canned-lead = Textos que se escriben una vez y se ponen en una respuesta o nota: escriba / y unas letras del nombre. Nombres, números y archivos se completan solos.
canned-none = Aún no hay respuestas rápidas.
canned-no-match = Ninguna respuesta rápida tiene esas palabras.
canned-find = Nombre o palabras
canned-new = Una respuesta rápida nueva
canned-name = Nombre
canned-name-hint = Corto, como se escribiría: horario, gracias, dirección.
canned-text = Texto
canned-text-hint = { $example } se vuelve lo que se sabe del cliente; tras la barra va lo que se escribe cuando no se sabe nada.
canned-for = Para
for-everybody = Todos
for-me = Solo yo
canned-languages = En otros idiomas
canned-no-language = Ningún otro idioma
canned-files = { $n ->
    [one] 1 archivo
   *[other] { $n } archivos
}
canned-files-title = Archivos que van con ella
canned-file = Archivo
canned-places = Lo que se puede completar
canned-places-text = Escríbalos como están aquí, o con palabras suyas tras una barra: { $example }. También los campos de los contactos, por su clave.
canned-not-yours = Puede responder con ella. La cambian los supervisores.
canned-bring = Traer
canned-bring-title = Traer de una tabla
canned-bring-hint = CSV con las columnas nombre, texto y, si quiere, idioma. Varias filas de un nombre son sus idiomas; un nombre que ya existe se reemplaza.
canned-arrange = Organizar las respuestas rápidas
import-canned-columns = La primera fila debe nombrar las columnas: nombre y texto, y si quiere idioma.
