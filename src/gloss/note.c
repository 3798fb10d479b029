#include "tcpgloss/gloss/note.h"
