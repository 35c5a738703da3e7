import { BocaRaton } from "rollbook-client";

const { ROLLBOOK_URL = "", BOCA_RATON_API_KEY = "", BOCA_RATON_SECRET = "" } = process.env;
const users = new BocaRaton(ROLLBOOK_URL, { apiKey: BOCA_RATON_API_KEY, secret: BOCA_RATON_SECRET });
const made = await users.createUser({
  externalId: "partner-user-43", email: "jane.doe@example.com", firstName: "Jane", lastName: "Doe",
  dateOfBirth: "1990-05-15", addressLine1: "123 Main St", city: "Toronto", postalCode: "M5V 2T6",
  province: "ON", country: "CA" });
console.log(made.body.userId, made.body.status);
await users.updateUser("partner-user-43", { city: "Ottawa" }, { ifMatch: made.etag });
