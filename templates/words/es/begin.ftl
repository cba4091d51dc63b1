new-action = Al enviarla: { $name }
