after-done = After resolving or snoozing
after-next = Go to the next one
after-list = Go to the list
after-stay = Stay
