import type { UserDataPart } from "@batchline/aws-facts";
import { must } from "@batchline/diagnostics";
import { registryOf } from "../jobs/image-reference.ts";

/** The user name and password of a registry outside of ECR. */
export interface RegistrySecret {
  /** In Secrets Manager, in the form `{"username": "…", "password": "…"}`. */
  readonly secretArn: string;
  /** An image of that registry. */
  readonly image: string;
}

/** The script's addresses. Only tests use others than an instance. */
export interface AuthEndpoints {
  readonly metadata: string;
  readonly secretsManager: string;
  readonly configFile: string;
}

/**
 * User data that logs an instance in to a registry. It reads the secret with the instance's role and configures the ECS
 * agent, which starts later. The user data holds the secret's name, not its value.
 * It is Python, because the ECS-optimised Amazon Linux 2023 has no AWS command line and no jq, and cloud-init needs
 * Python anyway. https://github.com/aws/amazon-ecs-ami
 */
export function ecsAgentAuth(
  { secretArn, image }: RegistrySecret,
  endpoints: AuthEndpoints = onAnInstance(secretArn),
): UserDataPart {
  const known = { secret: secretArn, region: regionOf(secretArn), registry: registryOf(image), ...endpoints };
  // JSON of ASCII text is valid Python.
  const literals = Object.entries(known).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return { type: "shell", content: `#!/usr/bin/python3\n${literals.join("\n")}\n${script}` };
}

function onAnInstance(secretArn: string): AuthEndpoints {
  return {
    metadata: "http://169.254.169.254",
    secretsManager: `https://secretsmanager.${regionOf(secretArn)}.amazonaws.com`,
    configFile: "/etc/ecs/ecs.config",
  };
}

function regionOf(secretArn: string): string {
  return must(secretArn.split(":")[3], "a secret's ARN has a region");
}

const script = `import datetime, hashlib, hmac, json, os, time, urllib.parse, urllib.request

def fetch(url, headers, data=None, method=None):
    for attempt in range(1, 7):
        try:
            request = urllib.request.Request(url, data=data, headers=headers, method=method)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == 6:
                raise SystemExit(f"{url}: {error.code} {error.read().decode()}")
        except OSError:
            if attempt == 6:
                raise
        time.sleep(attempt)

token = fetch(metadata + "/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "60"}, method="PUT")
role_path = metadata + "/latest/meta-data/iam/security-credentials/"
role = fetch(role_path, {"X-aws-ec2-metadata-token": token}).split()[0]
own = json.loads(fetch(role_path + role, {"X-aws-ec2-metadata-token": token}))

# Signature Version 4 of GetSecretValue.
body = json.dumps({"SecretId": secret})
now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
headers = {
    "content-type": "application/x-amz-json-1.1",
    "host": urllib.parse.urlparse(secretsManager).netloc,
    "x-amz-date": now,
    "x-amz-security-token": own["Token"],
    "x-amz-target": "secretsmanager.GetSecretValue",
}
signed = ";".join(headers)
listed = "".join(f"{name}:{value}\\n" for name, value in headers.items())
digest = lambda text: hashlib.sha256(text.encode()).hexdigest()
request = "\\n".join(["POST", "/", "", listed, signed, digest(body)])
scope = f"{now[:8]}/{region}/secretsmanager/aws4_request"
key = ("AWS4" + own["SecretAccessKey"]).encode()
for part in [*scope.split("/"), "\\n".join(["AWS4-HMAC-SHA256", now, scope, digest(request)])]:
    key = hmac.new(key, part.encode(), hashlib.sha256).digest()
credential = f"Credential={own['AccessKeyId']}/{scope}"
headers["authorization"] = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={signed}, Signature={key.hex()}"
login = json.loads(json.loads(fetch(secretsManager + "/", headers, body.encode()))["SecretString"])

auth = json.dumps(
    {registry: {"username": login["username"], "password": login["password"]}},
    ensure_ascii=False,
    separators=(",", ":"),
)
# The file is read by systemd too, which would take a backslash for an escape.
if "\\\\" in auth or "\\n" in auth:
    raise SystemExit("the registry's user name and password may hold no quotation marks, backslashes or control characters")
with open(configFile, "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as config:
    os.fchmod(config.fileno(), 0o600)
    config.write(f"ECS_ENGINE_AUTH_TYPE=docker\\nECS_ENGINE_AUTH_DATA={auth}\\n")
`;
