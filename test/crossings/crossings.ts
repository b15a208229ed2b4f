import { expect } from "chai";
import { chunkName } from "../../contract/record-keys.ts";
import { accountCrossings, functionChanges, invocations, versionedInvocations } from "./account-calls.ts";
import { brokerCrossings } from "./broker-crossings.ts";
import { objectCrossings, ownObjectCalls } from "./object-calls.ts";
import { roleCrossings } from "./role-calls.ts";
import { type Deployed, other, runId, type Scene, setScene, tenant, workflow } from "./scene.ts";
import { type Calls, isDenied, type Send } from "./signed-request.ts";
import { ownRecordCalls, recordCrossings } from "./table-calls.ts";

/** What a container that was taken over may try, with its role and with its session. Only its own chunk is open to it. */
export function crossings(deployed: () => Deployed): void {
  describe("a container that was taken over", () => {
    let scene: Scene;
    let asSession: Send;
    let asOtherSession: Send;
    let tried = 0;
    before(async () => {
      scene = await setScene(deployed());
      const [first, second] = scene.containers;
      asSession = scene.as((await scene.granted(first)).session);
      asOtherSession = scene.as((await scene.granted(second)).session);
    });
    after(() => {
      deployed().calls.release();
      scene?.stop();
    });

    const outcomes = async (send: Send, calls: Calls) =>
      Promise.all(
        Object.entries(calls).map(async ([what, call]) => {
          const answer = await send(call);
          return { what, answer, denied: isDenied(answer) };
        }),
      );
    const allDenied = async (send: Send, calls: Calls) => {
      const made = await outcomes(send, calls);
      tried += made.length;
      const open = made.filter(({ denied }) => !denied);
      expect(open.map(({ what, answer }) => `${what}: ${answer.status} ${answer.code}`)).to.deep.equal([]);
    };
    const allAllowed = async (send: Send, calls: Calls) => {
      const made = await outcomes(send, calls);
      expect(made.length).to.be.greaterThan(0);
      expect(
        made.flatMap(({ what, answer: { status, code } }) => (status < 300 ? [] : [`${what}: ${code}`])),
      ).to.deep.equal([]);
    };
    const place = { workflow, runId, chunk: 0 };

    describe("with its session", () => {
      it("keeps the records of its own chunk", () =>
        allAllowed(asSession, ownRecordCalls(scene.table, place)));
      it("works with its own tenant's objects, in the bucket of all and in the tenant's own", async () => {
        await allAllowed(asSession, ownObjectCalls(scene.objects));
        const own = { ...scene.objects, data: scene.objects.othersBucket, tenant: other };
        await allAllowed(asOtherSession, ownObjectCalls(own));
      });
      it("reaches no other record", () => allDenied(asSession, recordCrossings(scene.table, place)));
      it("reaches no other object", () => allDenied(asSession, objectCrossings(scene.objects)));
      it("reaches nothing else of the account", () =>
        allDenied(asSession, { ...accountCrossings(scene.parts), ...ofBroker(), ...callsOfBroker() }));
      it("becomes no role of the stack", () => allDenied(asSession, roleCrossings(asked())));
      it("has no right to any other action", () =>
        expect(scene.actionsOf(`${workflow}-tenant`)).to.have.members([
          ...["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"],
          ...["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        ]));
    });

    /** What a container may not do with the broker, which it may call. */
    const ofBroker = (): Calls =>
      Object.fromEntries([...versionedInvocations(scene.brokerName), ...functionChanges(scene.brokerName)]);
    const callsOfBroker = (): Calls => Object.fromEntries(invocations(scene.brokerName));
    const asked = () => ({
      roles: scene.parts.roles,
      own: { tenant, workflow, run: runId, chunk: chunkName(0) },
      other: { tenant: other, workflow, run: runId, chunk: chunkName(1) },
      externalId: scene.stageRole,
    });

    describe("with its role", () => {
      it("calls the broker", () => allAllowed(scene.asStage, callsOfBroker()));
      it("reaches no record, not even its own", () =>
        allDenied(scene.asStage, {
          ...ownRecordCalls(scene.table, place),
          ...recordCrossings(scene.table, place),
        }));
      it("reaches no object, not even its own", () =>
        allDenied(scene.asStage, { ...ownObjectCalls(scene.objects), ...objectCrossings(scene.objects) }));
      it("reaches nothing else of the account", () =>
        allDenied(scene.asStage, { ...accountCrossings(scene.parts), ...ofBroker() }));
      it("becomes no role of the stack", () => allDenied(scene.asStage, roleCrossings(asked())));
      it("has no right to any other action", () =>
        expect(scene.actionsOf(`${workflow}-stage`)).to.deep.equal(["lambda:InvokeFunction"]));
    });

    brokerCrossings(
      () => scene,
      (made) => {
        tried += made;
      },
    );

    describe("in all", () => {
      it("was refused more than 500 crossings", () => {
        console.log(`        ${tried} crossings were refused`);
        expect(tried).to.be.greaterThan(500);
      });
    });
  });
}
