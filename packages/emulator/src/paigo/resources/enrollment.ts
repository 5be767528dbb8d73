import { Hono } from 'hono';
import { customerAt } from '../customers/find-customer.ts';
import { changeEnrollment } from '../enrollment/change-enrollment.ts';
import { UPDATE_ENROLLMENT } from '../enrollment/enrollment-shapes.ts';
import { enrollmentObject } from '../objects/enrollment.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { listReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';

/** The enrolments that are told: all, or the latest only (`facts/paigo.md §6.8`). */
function toldEnrollments({ switches }: PaigoState, { enrollments }: CustomerRecord) {
  return switches.enrollmentReply === 'all' ? enrollments : enrollments.slice(-1);
}

/** Routes of enrolments. */
export function enrollmentRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/customers/:id/enrollment', (context) => {
    const customer = customerAt(state, context.req.param('id'));
    const objects = toldEnrollments(state, customer).map((enrollment) =>
      enrollmentObject(state, customer, enrollment),
    );
    return context.json(listReply(state, objects));
  });
  app.put('/customers/:id/enrollment', async (context) => {
    const customer = customerAt(state, context.req.param('id'));
    changeEnrollment(state, customer, await checkedBody(state, context, UPDATE_ENROLLMENT));
    return context.json({ message: 'Successfully updated enrollment.' });
  });
  return app;
}
