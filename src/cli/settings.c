#include "tcpgloss/cli/settings.h"
