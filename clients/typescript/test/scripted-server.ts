// A server that answers as it is told, and keeps what was asked.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface ScriptedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface ScriptedServer {
  url: string;
  seen: { target: string; headers: IncomingHttpHeaders }[];
}

// Hangs up when it has no answer left.
export async function scriptedServer(
  context: TestContext,
  ...script: ScriptedAnswer[]
): Promise<ScriptedServer> {
  const seen: ScriptedServer["seen"] = [];
  const server = createServer((request, response) => {
    seen.push({ target: request.url ?? "", headers: request.headers });
    const answer = script.shift();
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body ?? "{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen };
}
