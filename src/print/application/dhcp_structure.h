/* Options of DHCP that hold a structure, each by its own specification. */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_STRUCTURE_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_STRUCTURE_H

#include "print/application/dhcp_value.h"

void dhcp_structure_put_message(struct dhcp_option *option);
void dhcp_structure_put_client(struct dhcp_option *option);

/* RFC 3004 */
void dhcp_structure_put_classes(struct dhcp_option *option);

/* RFC 4702 */
void dhcp_structure_put_domain(struct dhcp_option *option);

/* RFC 3046 */
void dhcp_structure_put_agent(struct dhcp_option *option);

/* RFC 3442 */
void dhcp_structure_put_routes(struct dhcp_option *option);

/* RFC 8572 */
void dhcp_structure_put_redirects(struct dhcp_option *option);

#endif
