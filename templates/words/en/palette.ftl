palette-none = No action. Search messages for “{ $text }”
