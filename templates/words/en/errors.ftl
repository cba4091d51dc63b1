error-not-found-title = This is not here
error-not-found-text = It may have been joined with something else, or it belongs to a team you are not in.
error-forbidden-title = Not for your role
error-forbidden-text = Ask an administrator if you need this.
error-login-title = Please log in
error-login-text = Your session has ended. What you wrote is kept.
error-invalid-title = Something is missing or wrong
error-invalid-text = Go back, mend it, and send again. Nothing was changed.
error-conflict-title = This cannot be done now
error-conflict-text = Things have changed meanwhile. Look again and decide.
error-stale-title = There is something newer
error-stale-text = Read what was said since, then send again. Your text is kept as a draft.
error-many-title = Too many tries
error-many-text = Try again in { $n ->
        [one] one second
       *[other] { $n } seconds
    }.
error-large-title = Too large
error-large-text = At most { $size } can be sent at once.
error-unavailable-title = Lobby cannot save right now
error-unavailable-text = Reading works. Nothing was lost; try again in a moment.
error-internal-title = Something broke on our side
error-internal-text = It was written to the log. Try again; if it comes back, tell your administrator the time.
error-origin-title = This came from another page
error-origin-text = For your safety it was not done. Open Lobby again and repeat it.
error-home = Back to the inbox
error-empty = Write something first.
error-too-long = This is too long.
error-address = This e-mail lacks something after the @.
error-past = Choose a time to come.
error-number = There is no conversation with this number.
error-field = Please check this field.
