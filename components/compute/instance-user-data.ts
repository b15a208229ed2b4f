import type { UserDataPart } from "@batchline/aws-facts";

/**
 * What every instance does at its first boot.
 * Batch runs containers in the host's network, where they could read the instance's credentials from its metadata
 * service. The iptables rule allows only root to reach it. The service's hop limit does not help, because there is no
 * network hop. Nodes of multi-node jobs have their own network; ECS_AWSVPC_BLOCK_IMDS blocks them.
 */
export const instanceUserData: readonly UserDataPart[] = [
  {
    type: "shell",
    content: `#!/bin/bash
set -euo pipefail
cat >> /etc/ecs/ecs.config <<'EOF'
# Write containers' logs with their execution role, not with the instance's.
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
# Two minutes' notice before Spot takes the instance: stop placing jobs on it.
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
# As long as a worker may take to end after SIGTERM.
ECS_CONTAINER_STOP_TIMEOUT=90s
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
ECS_AWSVPC_BLOCK_IMDS=true
EOF
iptables --wait --insert OUTPUT 1 --destination 169.254.169.254 --match owner ! --uid-owner 0 --jump REJECT
`,
  },
];
