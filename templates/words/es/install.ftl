# Shown by the browser itself when Lobby cannot be reached.
offline-title = Sin conexión
offline-text = Ahora no se puede llegar a Lobby desde aquí. Lo que escribió antes está guardado en este navegador y en Lobby.
