# Shown by the browser itself when Lobby cannot be reached.
offline-title = No connection
offline-text = Lobby cannot be reached from here right now. What you wrote before is kept in this browser and in Lobby.
