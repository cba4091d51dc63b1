new-action = When it is sent: { $name }
